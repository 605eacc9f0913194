"""The causes of failed sign-ins, a file a family: words in CAUSES, rules over values in RULES."""

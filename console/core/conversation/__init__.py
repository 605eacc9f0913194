"""The sign-in conversation, sans-I/O: fed replies and answers, it says which call comes next."""

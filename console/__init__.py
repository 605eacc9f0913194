"""The sign-in console: reproduce Amazon Cognito sign-ins and explain why they fail."""

__version__ = "0.1.0"

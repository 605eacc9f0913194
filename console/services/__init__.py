"""What reaches out: Cognito through boto3, the wire, the keyring, profile files, the journal."""

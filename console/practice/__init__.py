"""The simulated user pool: a loopback HTTP server that speaks Cognito's JSON protocol."""

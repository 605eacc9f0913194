"""What is read to explain a sign-in or to foresee one, and the causes that are found."""

"""Attempts of before."""

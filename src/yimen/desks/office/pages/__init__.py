"""The pages of the management desk, one file for each subject."""

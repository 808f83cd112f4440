"""What is known, put into the forms people take it in: mails and tables. Pure throughout."""

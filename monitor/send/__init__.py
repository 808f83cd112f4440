"""What is rendered, handed to those who carry it; what they answer decides what comes next."""

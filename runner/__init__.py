"""What starts the implementations. Nothing else in the suite knows them by name."""

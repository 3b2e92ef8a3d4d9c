"""Random steps of several users in both implementations, and the differences that follow."""

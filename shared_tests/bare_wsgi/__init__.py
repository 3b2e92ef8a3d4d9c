"""A part of the application as a bare WSGI application: the test double of the suite."""

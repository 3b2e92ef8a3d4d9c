# Nothing belongs here: settings come from the environment alone. `flask` looks for a file of this name
# from its working directory upwards, and ends its search here (SETTINGS-6).

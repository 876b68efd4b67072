pytest_plugins = ["peertwin_pytest"]

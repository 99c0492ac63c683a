"""Settings per environment: `dev`, `test`, `production`, each on top of `base`. All are described in docs/settings.md."""

"""What others read of plans, policies and their estimates."""

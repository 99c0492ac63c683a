"""更新确认: how both registries stand, what changed, confirmation and second signature."""

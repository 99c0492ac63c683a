"""The pages of a department's measures per class, and of measures laid over the rules (第六条第二至第四款、（三）（四）)."""

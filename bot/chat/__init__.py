"""The chat floor: Telegram, and nothing but Telegram. No other folder imports its library."""

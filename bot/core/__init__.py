"""The pure floor: decisions without effects. Standard library only; no clock, file, network, SQL or Telegram."""

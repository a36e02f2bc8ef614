"""How many calls one line worker holds, beside sipua's own `Call`."""

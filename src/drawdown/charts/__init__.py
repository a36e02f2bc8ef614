"""Charts: what they show as plain values, their Vega-Lite specification, and the SVG made of it."""

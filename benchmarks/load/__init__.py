"""An hour of mixed load: is memory flat, and is nothing refused?"""

"""Our own line to any SIP trunk or telephone exchange: signalling, plain RTP, keys and recordings.

Needs the extra `phone` (`pip install 'drawdown[phone]'`). Signalling runs in one process, media in
another, so that a burst of new calls never makes a sound late; `docs/how-to/answer-the-phone.md`
says how several such pairs stand behind one number.
"""

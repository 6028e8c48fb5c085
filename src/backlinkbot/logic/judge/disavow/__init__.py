"""The disavow file: read to the byte, judged line by line, merged, and written in units that fit.

Format: https://support.google.com/webmasters/answer/2648487
"""

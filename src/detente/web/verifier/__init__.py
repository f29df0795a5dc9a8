"""The page that checks proofs without a network: `verify.html`, one file, built from conformance/js/page by `make verifier`.

Its texts are in `texts`; the program in it is the JavaScript verifier, which was written from docs/protocol.md alone.
`detente.views.verifier` gives its bytes to every face.
"""

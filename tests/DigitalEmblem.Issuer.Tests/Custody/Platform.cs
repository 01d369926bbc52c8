using System.Runtime.Versioning;

// Modes of files, SoftHSM and openssl: these tests are for Unix.
[assembly: UnsupportedOSPlatform("windows")]

using System.Runtime.Versioning;

// Modes of files: these tests are for Unix.
[assembly: UnsupportedOSPlatform("windows")]

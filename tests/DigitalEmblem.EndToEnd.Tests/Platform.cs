using System.Runtime.Versioning;

// Name servers, modes of files, SoftHSM and bash: these tests are for Unix.
[assembly: UnsupportedOSPlatform("windows")]

namespace DigitalEmblem.Issuer.Commands;

/// <summary>What the command returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int No = 1;
    public const int Usage = 64;
    public const int Failed = 70;

    /// <summary>A signal stopped the command. Shells report the same code for a command that Ctrl-C ended.</summary>
    public const int Stopped = 130;
}

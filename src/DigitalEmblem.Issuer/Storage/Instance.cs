using DigitalEmblem.Issuer.Api;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>This process, among those that share a database.</summary>
/// <param name="Name">Another one for each start, so that a process that died holds nothing for the one after it.</param>
internal sealed record Instance(string Name)
{
    /// <summary>Who stands in the journal for what goes by itself.</summary>
    public const string Actor = "service";

    public static Instance New() => new($"{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}");
}

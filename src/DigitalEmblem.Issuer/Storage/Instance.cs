using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>This process, as one of several that share a database.</summary>
/// <param name="Name">A new one at each start, so that a process that died holds no leases for the next.</param>
internal sealed record Instance(string Name)
{
    /// <summary>The actor in the journal for automatic work.</summary>
    public static readonly Actor Actor = new("service");

    public static Instance New() =>
        new($"{Environment.MachineName}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
}

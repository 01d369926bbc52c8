using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A private key could not be made, opened, used or destroyed. The message names the cause and the next step, and never a secret.
/// </summary>
internal class KeyCustodyException(KeyFault fault, string message, Exception? inner = null) : CryptographicException(message, inner)
{
    /// <summary>What kind of fault it is.</summary>
    public KeyFault Fault { get; } = fault;
}

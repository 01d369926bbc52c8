using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Secrets;

/// <summary>A secret could not be read, kept or deleted. The message names the cause and the next step, and never the secret.</summary>
internal sealed class SecretException(SecretFault fault, string message, Exception? inner = null) : CryptographicException(message, inner)
{
    /// <summary>The kind of fault.</summary>
    public SecretFault Fault { get; } = fault;
}

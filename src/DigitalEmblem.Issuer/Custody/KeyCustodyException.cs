using System.Security.Cryptography;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A private key could not be made, opened, used or destroyed. The message names the cause and the next step, and never a secret.
/// </summary>
internal class KeyCustodyException(KeyFault fault, Sentence sentence, Exception? inner = null)
    : CryptographicException(sentence.ToString(), inner), ISpoken
{
    /// <summary>What kind of fault it is.</summary>
    public KeyFault Fault { get; } = fault;

    /// <inheritdoc/>
    public Sentence Sentence { get; } = sentence;
}

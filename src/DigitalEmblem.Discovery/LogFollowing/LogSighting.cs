namespace DigitalEmblem.Discovery;

/// <summary>A certificate in a log that the holder of a name should hear of. All texts are fit for a message.</summary>
internal sealed record LogSighting
{
    /// <summary>The most names that a sighting shows.</summary>
    public const int MostNames = 10;

    // A name of the DNS has 253 characters at most, and a hostile certificate may hold one of any length.
    private const int MostCharacters = 255;

    /// <summary>A text of a certificate as it is shown: cut after 255 characters, unprintable ones escaped.</summary>
    public static string Shown(string text) => text.Length <= MostCharacters
        ? Printable.Text(text)
        : Printable.Text(text[..MostCharacters]) + "…";

    public required SightingKind Kind { get; init; }

    /// <summary>The organization whose name is guarded.</summary>
    public required OrganizationIdentifier Organization { get; init; }

    /// <summary>The index of the leaf.</summary>
    public required ulong Index { get; init; }

    /// <summary>The hash of the leaf.</summary>
    public required Sha256Digest LeafHash { get; init; }

    /// <summary>The names for which it is told, ten at most, each as <see cref="Shown"/> has it.</summary>
    public required ValueList<string> Names { get; init; }

    /// <summary>How many names of it are told or would be, if ten were not the most.</summary>
    public required int NamesInAll { get; init; }

    /// <summary>
    /// The labels that stand for root keys in its names for the organization, as <see cref="KnownCertificates.Contain"/> takes them: if
    /// there are very many, the first ones and one that is no key.
    /// </summary>
    public required ValueList<string> Keys { get; init; }

    /// <summary>Whether the log took it before it was issued.</summary>
    public required bool IsPrecertificate { get; init; }

    /// <summary>When the log says that it took it.</summary>
    public required DateTimeOffset LoggedAt { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The serial number in hexadecimal.</summary>
    public required string Serial { get; init; }

    /// <summary>The digest of its public key (SubjectPublicKeyInfo).</summary>
    public required Sha256Digest PublicKey { get; init; }

    /// <summary>The digest of the certificate, or of the part of a precertificate that the log keeps.</summary>
    public required Sha256Digest Digest { get; init; }

    /// <summary>The same for a precertificate and its certificate, in whichever logs: what tells certificates apart.</summary>
    public required Sha256Digest Common { get; init; }
}

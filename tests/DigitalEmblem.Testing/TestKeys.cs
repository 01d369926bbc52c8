namespace DigitalEmblem.Testing;

/// <summary>Signing keys made once per run: making and importing keys is the dearest part of many tests.</summary>
public static class TestKeys
{
    private static readonly Dictionary<SignatureAlgorithm, SoftwareSigningKey[]> Pool =
        SignatureAlgorithm.All.ToDictionary(a => a, a => Enumerable.Range(0, 8).Select(_ => SigningKey.Generate(a)).ToArray());

    /// <summary>One of eight keys of an algorithm.</summary>
    public static SoftwareSigningKey Of(SignatureAlgorithm algorithm, int index = 0) => Pool[algorithm][index];
}

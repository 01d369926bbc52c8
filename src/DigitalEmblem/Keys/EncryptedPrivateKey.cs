using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// An encrypted PKCS #8 private key (RFC 5958, 3) under PBES2 with PBKDF2 (RFC 8018, 6.2). What it is encrypted with is read before the
/// passphrase is tried, so that a form that is not supported is named, and never taken for a wrong passphrase.
/// </summary>
internal sealed class EncryptedPrivateKey
{
    private const string NoKey = "not an encrypted PKCS#8 private key";
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string TripleDes = "1.2.840.113549.3.7";

    // OWASP recommends 600,000. Ten million take some seconds; a file that asks for more could keep its reader busy for too long.
    private const int MaxIterations = 10_000_000;

    private readonly byte[] _salt;
    private readonly int _iterations;
    private readonly HashAlgorithmName _hash;
    private readonly string _cipher;
    private readonly int _keyLength;
    private readonly byte[] _vector;
    private readonly byte[] _encrypted;

    private EncryptedPrivateKey(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader scheme = info.ReadSequence();
        _encrypted = info.ReadOctetString();
        info.ThrowIfNotEmpty();

        string oid = scheme.ReadObjectIdentifier();
        if (oid != Pbes2)
        {
            throw Unsupported($"encrypted with {KeyAlgorithmNames.Describe(oid)}");
        }

        AsnReader parameters = scheme.ReadSequence();
        AsnReader derivation = parameters.ReadSequence();
        string function = derivation.ReadObjectIdentifier();
        if (function != Pbkdf2)
        {
            throw Unsupported($"encrypted under a passphrase by {KeyAlgorithmNames.Describe(function)}");
        }

        AsnReader pbkdf2 = derivation.ReadSequence();
        _salt = pbkdf2.ReadOctetString();
        _iterations = pbkdf2.TryReadInt32(out int iterations) && iterations is > 0 and <= MaxIterations
            ? iterations
            : throw new TokenFormatException(
                $"encrypted with an iteration count beyond {MaxIterations:N0}, which is not tried", fault: FormatFault.LimitExceeded);
        int? statedLength = pbkdf2.HasData && pbkdf2.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)
            ? pbkdf2.TryReadInt32(out int stated) ? stated : -1
            : null;

        _hash = pbkdf2.HasData ? ReadFunction(pbkdf2.ReadSequence()) : HashAlgorithmName.SHA1;
        AsnReader encryption = parameters.ReadSequence();
        _cipher = encryption.ReadObjectIdentifier();
        _keyLength = _cipher switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" or TripleDes => 24,
            "2.16.840.1.101.3.4.1.42" => 32,
            _ => throw Unsupported($"encrypted with {KeyAlgorithmNames.Describe(_cipher)}"),
        };
        _vector = encryption.ReadOctetString();
        int block = _cipher == TripleDes ? 8 : 16;
        if ((statedLength ?? _keyLength) != _keyLength || _vector.Length != block || _encrypted.Length == 0
            || _encrypted.Length % block != 0)
        {
            throw new TokenFormatException("an encrypted private key whose lengths do not fit its cipher: the file is damaged");
        }
    }

    /// <exception cref="TokenFormatException">It is none, or encrypted in a way that is not supported; the message names it.</exception>
    public static EncryptedPrivateKey Read(byte[] der) => PlatformReader.Read(NoKey, () => new EncryptedPrivateKey(der));

    /// <summary>The PKCS #8 private key; the caller clears it.</summary>
    /// <exception cref="CryptographicException">The passphrase is another one, or the file is damaged.</exception>
    public byte[] Decrypt(string passphrase)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(passphrase, _salt, _iterations, _hash, _keyLength);
        try
        {
#pragma warning disable CA5350 // Read, because older programs wrote it; never written.
            using SymmetricAlgorithm cipher = _cipher == TripleDes ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
            cipher.Key = key;
            byte[] decrypted = cipher.DecryptCbc(_encrypted, _vector);
            if (IsOneSequence(decrypted))
            {
                return decrypted;
            }

            // About one wrong passphrase in 256 gives padding that looks right, but no key.
            CryptographicOperations.ZeroMemory(decrypted);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The padding is wrong, or the vector or the encrypted text has a length that the cipher does not have.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        throw new CryptographicException("The private key could not be decrypted: the passphrase is wrong, or the file is damaged.");
    }

    private static bool IsOneSequence(byte[] der)
    {
        const byte Sequence = 0x30;
        return der is [Sequence, ..]
            && PlatformReader.TryRead<int?>(() => new AsnReader(der, AsnEncodingRules.DER).PeekEncodedValue().Length, out int? length)
            && length == der.Length;
    }

    private static HashAlgorithmName ReadFunction(AsnReader identifier)
    {
        string oid = identifier.ReadObjectIdentifier();
        return oid switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw Unsupported($"encrypted under a passphrase by PBKDF2 with {KeyAlgorithmNames.Describe(oid)}"),
        };
    }

    private static TokenFormatException Unsupported(string what) =>
        new($"{what}, which is not supported; {Pkcs8Codec.HowToConvert}", fault: FormatFault.Unsupported);
}

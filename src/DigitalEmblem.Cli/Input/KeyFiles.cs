using System.Formats.Asn1;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>Reads the files with keys and passphrases that the arguments name.</summary>
internal static class KeyFiles
{
    public const string PassphraseVariable = "EMBLEM_PASSPHRASE";

    /// <summary>Every public key in the files, which must hold nothing else.</summary>
    public static ValueList<VerificationKey> PublicKeys(string[] files, CommandContext context) =>
        ValueList.From(files.SelectMany(file => PublicKeys(Files.Bytes(file, context), file)));

    /// <summary>The one public key in a file, or the public part of the private key in it.</summary>
    public static VerificationKey PublicKey(string file, CommandContext context, string? passphraseFile = null)
    {
        // Read the file only once: it may be a pipe.
        byte[] bytes = Files.Bytes(file, context);
        if (IsPrivatePem(bytes))
        {
            using SoftwareSigningKey key = PrivateKey(bytes, file, context, passphraseFile);
            return key.PublicKey;
        }

        return PublicKeys(bytes, file) is [var only]
            ? only
            : throw new UsageException($"'{file}' holds several public keys, and one is asked.");
    }

    /// <summary>The private key in a file, asking for its passphrase if it is encrypted.</summary>
    public static SoftwareSigningKey PrivateKey(string file, CommandContext context, string? passphraseFile) =>
        PrivateKey(Files.Bytes(file, context), file, context, passphraseFile);

    /// <summary>Tells of a key in the clear that others of this machine can read: with it they sign in the name of its owner.</summary>
    private static void TellIfExposed(string file, CommandContext context)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0)
        {
            context.Tell($"Others on this machine can read '{Printable.Text(file)}', which holds a private key without a passphrase: "
                + $"chmod 600 '{Printable.Text(file)}', and make a new key if you do not know who read it.");
        }
    }

    private static SoftwareSigningKey PrivateKey(byte[] bytes, string file, CommandContext context, string? passphraseFile)
    {
        try
        {
            return Open(file, Pem.Text(bytes), () => Passphrase(context, passphraseFile, $"Passphrase of {file}: "), context);
        }
        catch (TokenFormatException e) when (e.Fault != FormatFault.Malformed)
        {
            throw new UsageException($"'{file}' cannot be used as a private key: {Sentence.Of(e)}.");
        }
        catch (TokenFormatException e)
        {
            throw new UsageException($"'{file}' is not a private key: {Sentence.Of(e)}.");
        }
        catch (CryptographicException e)
        {
            throw new UsageException($"'{file}': {Sentence.Of(e)}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // The passphrase is asked for only when everything else about the file is in order.
    private static SoftwareSigningKey Open(string file, string pem, Func<string> passphrase, CommandContext context)
    {
        try
        {
            SoftwareSigningKey key = SigningKey.FromPem(pem);
            TellIfExposed(file, context);
            return key;
        }
        catch (CryptographicException) when (pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            string given = passphrase();
            using (new Progress(context, () => $"Opening the key"))
            {
                return SigningKey.FromPem(pem, given);
            }
        }
    }

    /// <summary>The passphrase from a file, the environment or a person.</summary>
    public static string Passphrase(CommandContext context, string? file, Sentence prompt)
    {
        string? passphrase = file is not null
            ? FirstLine(file, context)
            : context.Environment(PassphraseVariable) ?? context.AskSecret(Speech.Text(prompt));
        return string.IsNullOrEmpty(passphrase)
            ? throw new UsageException($"A passphrase is needed: --passphrase-file FILE, or the environment variable {PassphraseVariable}, "
                + $"or a terminal to ask on.")
            : passphrase;
    }

    private static List<VerificationKey> PublicKeys(byte[] bytes, string file)
    {
        if (IsPrivatePem(bytes))
        {
            throw new UsageException(
                $"'{file}' is a private key, where a public one is asked ('emblem key show {file}' prints its public key).");
        }

        UnverifiedTokens input = UnverifiedTokens.Read(bytes, file);
        if (input.ExceededLimit is { } exceeded)
        {
            throw new UsageException(LibraryWords.Of(exceeded));
        }

        if (input.Items.FirstOrDefault(i => i.Fault is not null) is { } bad)
        {
            if (OnlyPem(bytes) is { } key)
            {
                return [key];
            }

            throw new UsageException($"{Printable.Text(bad.Where)} is not a public key (PEM, JWK or COSE_Key): {Sentence.Of(bad.Fault!)}.");
        }

        if (input.Items.FirstOrDefault(i => i.Token is not null) is { } token)
        {
            throw new UsageException($"{Printable.Text(token.Where)} is a token, where only public keys are asked.");
        }

        return input.Items.Count > 0 ? [.. input.Items.Select(i => i.Key!)] : throw new UsageException($"'{file}' holds no public key.");
    }

    /// <summary>
    /// The key of the one PEM block in a file with text around it, which is ignored (RFC 7468, 2); null if there are
    /// several or none, or it cannot be read.
    /// </summary>
    private static VerificationKey? OnlyPem(byte[] bytes)
    {
        string text = Pem.Text(bytes);
        if (text.Split("-----BEGIN ").Length != 2)
        {
            return null;
        }

        try
        {
            return VerificationKey.FromPem(text);
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether bytes are, or contain, a private key in one of the forms that programs write.</summary>
    internal static bool IsPrivateKey(ReadOnlySpan<byte> bytes)
    {
        // PEM, also in UTF-16; a JWK with its private part; PKCS#8 in DER, in the clear or encrypted; PKCS#12.
        if (bytes.IndexOf("PRIVATE KEY-----"u8) >= 0
            || bytes.IndexOf(System.Text.Encoding.Unicode.GetBytes("PRIVATE KEY-----")) >= 0
            || bytes.IndexOf(System.Text.Encoding.BigEndianUnicode.GetBytes("PRIVATE KEY-----")) >= 0
            || (bytes.IndexOf("\"kty\""u8) >= 0 && bytes.IndexOf("\"d\""u8) >= 0))
        {
            return true;
        }

        try
        {
            // PKCS#8 (RFC 5958) has version, algorithm and key; encrypted, it has algorithm and key. SEC 1 has version and key.
            // PKCS#12 (RFC 7292) has version 3 and a content of PKCS#7.
            const byte Pkcs12 = 3;
            AsnReader whole = new AsnReader(bytes.ToArray(), AsnEncodingRules.BER).ReadSequence();
            byte[] version = whole.PeekTag() == Asn1Tag.Integer ? whole.ReadIntegerBytes().ToArray() : [];
            bool named = whole.PeekTag() == Asn1Tag.Sequence && whole.ReadSequence().PeekTag() == Asn1Tag.ObjectIdentifier;
            return (named && version is [Pkcs12]) || ((version.Length == 1 || named) && whole.PeekTag() == Asn1Tag.PrimitiveOctetString);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The first line of a file with a passphrase, without its end. Other lines are ignored.</summary>
    private static string FirstLine(string file, CommandContext context)
    {
        using Stream stream = Files.Open(file, context);
        string line = SecretLine.Read(stream, out string? fault) ?? throw new UsageException($"'{file}' {fault}.");
        return line.Length > 0 ? line : throw new UsageException($"The first line of '{file}' is empty, and the passphrase stands there.");
    }

    private static bool IsPrivatePem(byte[] bytes) => Pem.Text(bytes).Contains("PRIVATE KEY-----", StringComparison.Ordinal);
}

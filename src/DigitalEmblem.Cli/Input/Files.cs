using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem.Cli.Input;

/// <summary>Reads what the arguments name.</summary>
internal static class Files
{
    public const string StandardInput = "-";
    public const string PassphraseVariable = "EMBLEM_PASSPHRASE";

    /// <summary>Tokens and keys from files; <c>-</c> is standard input, and so is nothing if something is piped in.</summary>
    public static UnverifiedTokens Tokens(string[] files, CommandContext context, int? ihleType = null) => Tokens(Inputs(files, context), ihleType);

    /// <summary>Tokens and keys from what was read.</summary>
    public static UnverifiedTokens Tokens(IEnumerable<(string Name, byte[] Bytes)> inputs, int? ihleType = null) =>
        UnverifiedTokens.Combine(inputs.Select(input => UnverifiedTokens.Read(input.Bytes, input.Name, ihleType: ihleType)));

    /// <summary>Tokens and keys of which something is made: nothing in the files may be left out because it was not read.</summary>
    /// <exception cref="UsageException">Something in the files is neither a token nor a key, or there is none.</exception>
    public static UnverifiedTokens WholeTokens(string[] files, CommandContext context)
    {
        UnverifiedTokens tokens = Tokens(files, context);
        RequireWhole(tokens, string.Join(", ", files.Select(f => $"'{f}'")));
        return tokens;
    }

    private static void RequireWhole(UnverifiedTokens tokens, string files)
    {
        if (tokens.Findings.FirstOrDefault(f => f.Code is FindingCode.InputNotRecognized or FindingCode.AnswerUnusable) is { } unread)
        {
            throw new UsageException($"Something is neither a token nor a public key. {unread.Message}");
        }

        if (tokens.Items.Count == 0)
        {
            throw new UsageException($"There is neither a token nor a public key in {files}.");
        }
    }

    /// <summary>The contents of files with their names, read in the same way.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Inputs(string[] files, CommandContext context)
    {
        if (files.Length == 0)
        {
            files = context.InputIsRedirected
                ? [StandardInput]
                : throw new UsageException("No file was named, and nothing is piped in. Name a file, or '-' for standard input.");
        }

        return [.. files.Select(file => (file == StandardInput ? "standard input" : file, Bytes(file, context)))];
    }

    /// <summary>Every public key in the files, which must hold nothing else.</summary>
    public static ValueList<VerificationKey> PublicKeys(string[] files, CommandContext context) => ValueList.From(files.SelectMany(file => PublicKeys(file, context)));

    /// <summary>The one public key in a file, or the public part of the private key in it.</summary>
    public static VerificationKey PublicKey(string file, CommandContext context, string? passphraseFile = null)
    {
        if (IsPrivatePem(Bytes(file, context)))
        {
            using SoftwareSigningKey key = PrivateKey(file, context, passphraseFile);
            return key.PublicKey;
        }

        return PublicKeys(file, context) is [var only] ? only : throw new UsageException($"'{file}' holds several public keys, and one is asked.");
    }

    /// <summary>The private key in a file, asking for its passphrase if it is encrypted.</summary>
    public static SoftwareSigningKey PrivateKey(string file, CommandContext context, string? passphraseFile)
    {
        byte[] bytes = Bytes(file, context);
        try
        {
            string pem = System.Text.Encoding.UTF8.GetString(bytes);
            return Open(pem, () => Passphrase(context, passphraseFile, $"Passphrase of {file}: "));
        }
        catch (TokenFormatException e) when (e.Fault != FormatFault.Malformed)
        {
            throw new UsageException($"'{file}' cannot be used as a private key: {e.Message}.");
        }
        catch (TokenFormatException e)
        {
            throw new UsageException($"'{file}' is not a private key: {e.Message}.");
        }
        catch (CryptographicException e)
        {
            throw new UsageException($"'{file}': {e.Message}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // The passphrase is asked for only when everything else about the file is in order.
    private static SoftwareSigningKey Open(string pem, Func<string> passphrase)
    {
        try
        {
            return SigningKey.FromPem(pem);
        }
        catch (CryptographicException) when (pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            return SigningKey.FromPem(pem, passphrase());
        }
    }

    /// <summary>The passphrase from a file, the environment or a person.</summary>
    public static string Passphrase(CommandContext context, string? file, string prompt)
    {
        string? passphrase = file is not null
            ? FirstLine(file, context)
            : context.Environment(PassphraseVariable) ?? context.AskSecret(prompt);
        return string.IsNullOrEmpty(passphrase)
            ? throw new UsageException($"A passphrase is needed: --passphrase-file FILE, or the environment variable {PassphraseVariable}, or a terminal to ask on.")
            : passphrase;
    }

    public static byte[] Bytes(string file, CommandContext context)
    {
        if (file == StandardInput)
        {
            using Stream input = context.OpenInput();
            return ReadBounded(input, file);
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"'{file}' is a folder, where a file is asked.");
        }

        context.FilesRead.Add(file);
        using FileStream stream = File.OpenRead(file);
        return ReadBounded(stream, file);
    }

    /// <summary>The content of a file of certificates, logs or the like, parsed; what is wrong with it is the caller's mistake.</summary>
    /// <param name="file">The file; '-' is standard input.</param>
    /// <param name="what">What it should be.</param>
    /// <param name="parse">Parses it.</param>
    /// <param name="context">The process.</param>
    /// <param name="hint">What to bring instead, as a sentence.</param>
    public static T Parse<T>(string file, string what, Func<ReadOnlyMemory<byte>, T> parse, CommandContext context, string? hint = null) => Parse([file], what, parse, context, hint);

    /// <summary>The content of several files, one after the other, parsed.</summary>
    public static T Parse<T>(string[] files, string what, Func<ReadOnlyMemory<byte>, T> parse, CommandContext context, string? hint = null)
    {
        try
        {
            byte[][] contents = [.. files.Select(f => f == StandardInput ? Bytes(f, context) : Large(f, context))];
            return parse(contents.Length == 1 ? contents[0] : contents.SelectMany(c => c.Append((byte)'\n')).ToArray());
        }
        catch (TokenFormatException e)
        {
            throw new UsageException($"'{string.Join("', '", files)}' is no {what}: {e.Message}.{(hint is null ? "" : $" {hint}")}");
        }
    }

    /// <summary>The contents of several files, each by itself, parsed.</summary>
    public static T ParseAll<T>(string[] files, string what, Func<IReadOnlyList<ReadOnlyMemory<byte>>, T> parse, CommandContext context, string? hint = null)
    {
        try
        {
            return parse([.. files.Select(f => (ReadOnlyMemory<byte>)(f == StandardInput ? Bytes(f, context) : Large(f, context)))]);
        }
        catch (TokenFormatException e)
        {
            throw new UsageException($"'{string.Join("', '", files)}' is no {what}: {e.Message}.{(hint is null ? "" : $" {hint}")}");
        }
    }

    /// <summary>A file that may be larger than tokens are.</summary>
    public static byte[] Large(string file, CommandContext context)
    {
        context.FilesRead.Add(file);
        return LargeToReplace(file);
    }

    /// <summary>The same for a file whose place will be taken by what the command writes.</summary>
    public static byte[] LargeToReplace(string file)
    {
        const int MaxBytes = 64 * 1024 * 1024;
        if (Directory.Exists(file))
        {
            throw new UsageException($"'{file}' is a folder, where a file is asked.");
        }

        using FileStream stream = File.OpenRead(file);
        // Devices and pipes tell no length: what is read counts.
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (read.Length + count > MaxBytes)
            {
                throw new UsageException($"'{file}' is larger than {MaxBytes >> 20} MiB.");
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    // One byte more than the limit, so that the library sees that it is exceeded, and no endless device fills the memory.
    private static byte[] ReadBounded(Stream stream, string file)
    {
        var buffer = new byte[TokenLimits.Default.MaxInputBytes + 1];
        try
        {
            int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..read];
        }
        catch (IOException e)
        {
            throw new UsageException($"'{file}' could not be read: {e.Message}");
        }
    }

    private static List<VerificationKey> PublicKeys(string file, CommandContext context)
    {
        byte[] bytes = Bytes(file, context);
        if (IsPrivatePem(bytes))
        {
            throw new UsageException($"'{file}' is a private key, where a public one is asked ('emblem key show {file}' prints its public key).");
        }

        UnverifiedTokens input = UnverifiedTokens.Read(bytes, file);
        if (input.ExceededLimit is { } exceeded)
        {
            throw new UsageException(exceeded.Message);
        }

        if (input.Items.FirstOrDefault(i => i.Fault is not null) is { } bad)
        {
            if (OnlyPem(bytes) is { } key)
            {
                return [key];
            }

            throw new UsageException($"{Printable.Text(bad.Where)} is not a public key (PEM, JWK or COSE_Key): {bad.Fault!.Message}.");
        }

        if (input.Items.FirstOrDefault(i => i.Token is not null) is { } token)
        {
            throw new UsageException($"{Printable.Text(token.Where)} is a token, where only public keys are asked.");
        }

        return input.Items.Count > 0 ? [.. input.Items.Select(i => i.Key!)] : throw new UsageException($"'{file}' holds no public key.");
    }

    /// <summary>The key of the one PEM block in a file with text around it, which is ignored (RFC 7468, 2); null if there are several or none, or it cannot be read.</summary>
    private static VerificationKey? OnlyPem(byte[] bytes)
    {
        string text = System.Text.Encoding.UTF8.GetString(bytes);
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
        // PEM, also in UTF-16; a JWK with its private part; PKCS#8 in DER, in the clear or encrypted.
        if (bytes.IndexOf("PRIVATE KEY-----"u8) >= 0 || bytes.IndexOf(System.Text.Encoding.Unicode.GetBytes("PRIVATE KEY-----")) >= 0
            || (bytes.IndexOf("\"kty\""u8) >= 0 && bytes.IndexOf("\"d\""u8) >= 0))
        {
            return true;
        }

        try
        {
            // PKCS#8 (RFC 5958): the version, the algorithm, the key; encrypted, the algorithm and the key; SEC 1: the version and the key.
            AsnReader whole = new AsnReader(bytes.ToArray(), AsnEncodingRules.BER).ReadSequence();
            bool versioned = whole.PeekTag() == Asn1Tag.Integer && whole.ReadIntegerBytes().Length == 1;
            bool algorithm = whole.PeekTag() == Asn1Tag.Sequence && whole.ReadSequence().PeekTag() == Asn1Tag.ObjectIdentifier;
            return (versioned || algorithm) && whole.PeekTag() == Asn1Tag.PrimitiveOctetString;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The first line of a file with a passphrase, and nothing of the others.</summary>
    private static string FirstLine(string file, CommandContext context)
    {
        byte[] bytes = Bytes(file, context);
        try
        {
            string text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff');
            string line = text.Split('\n', 2)[0].TrimEnd('\r');
            return line.Length > 0 ? line : throw new UsageException($"The first line of '{file}' is empty, and the passphrase stands there.");
        }
        catch (System.Text.DecoderFallbackException)
        {
            // Its message shows the bytes.
            throw new UsageException($"'{file}' is not UTF-8 text: the passphrase stands on its first line, and nothing before it.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static bool IsPrivatePem(byte[] bytes) => bytes.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0;
}

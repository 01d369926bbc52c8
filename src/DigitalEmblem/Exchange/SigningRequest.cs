using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// What an issuer's machine asks of a key that is kept on another: a file that a person carries there, reads
/// (<c>emblem sign request</c>) and answers (spec/exchange-files.md). It holds the very bytes to be signed and nothing that describes
/// them: everything that is shown of it is decoded from those bytes.
/// </summary>
/// <remarks>
/// Immutable. No instance holds anything that is not understood, that could never validate, or that speaks for another organization.
/// </remarks>
internal sealed class SigningRequest
{
    /// <summary>How the name of such a file ends.</summary>
    public const string Extension = ".adem-request.json";

    /// <summary>The most items of one request. More are asked for in several.</summary>
    public const int MaxItems = ExchangeLimits.MaxItems;

    private const string OrganizationMember = "organization", KeyMember = "key", MadeAtMember = "madeAt", ItemsMember = "toBeSigned";

    private readonly byte[] _bytes;

    private SigningRequest(
        OrganizationIdentifier organization, VerificationKey key, DateTimeOffset madeAt, IReadOnlyList<SigningItem> items)
    {
        Organization = organization;
        Key = key;
        MadeAt = madeAt;
        Items = items;
        _bytes = Write(organization, key, madeAt, items);
        Id = Sha256Digest.Of(_bytes);
    }

    /// <summary>The organization that asks, and in whose name every item speaks.</summary>
    public OrganizationIdentifier Organization { get; }

    /// <summary>The public part of the key that shall sign.</summary>
    public VerificationKey Key { get; }

    /// <summary>When the request was made, as it says itself: this is not signed.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>What is to be signed; 1 to <see cref="MaxItems"/>, no two alike.</summary>
    public IReadOnlyList<SigningItem> Items { get; }

    /// <summary>
    /// What tells the request from every other: the hash of all that it holds. If both machines show the same value, the file was not
    /// exchanged on its way.
    /// </summary>
    public Sha256Digest Id { get; }

    /// <summary>A new request.</summary>
    /// <param name="organization">The organization that asks, and that every item must name as its issuer.</param>
    /// <param name="key">The public part of the key that shall sign.</param>
    /// <param name="items">
    /// What is to be signed; 1 to <see cref="MaxItems"/>, no two alike. Instants become whole seconds, never a longer validity than given.
    /// </param>
    /// <param name="madeAt">The present.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing or too much to sign, or an item must not be signed; the message says which and why.
    /// </exception>
    public static SigningRequest Create(
        OrganizationIdentifier organization, VerificationKey key, IEnumerable<SigningItem> items, DateTimeOffset madeAt)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(items);
        SigningItem[] all = [.. items];
        if (Fault(organization, key, all) is { } fault)
        {
            throw new ArgumentException($"This cannot be asked: {fault}.");
        }

        byte[] bytes = Write(organization, key, ExchangeJson.WholeSecond(madeAt), all);
        try
        {
            // Return what the other machine reads from the same bytes.
            return Read(bytes);
        }
        catch (TokenFormatException e)
        {
            throw new ArgumentException($"This cannot be asked: {e.Message}.", e);
        }
    }

    /// <summary>Reads a request, strictly.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="TokenFormatException">
    /// It is none; or holds something that is not understood, could never validate, or does not belong to it. The
    /// message says which item and why.
    /// </exception>
    public static SigningRequest Read(ReadOnlyMemory<byte> utf8) => ExchangeJson.Read(
        utf8,
        ExchangeLimits.MaxRequestBytes,
        ExchangeJson.SigningRequestFormat,
        [OrganizationMember, KeyMember, MadeAtMember, ItemsMember],
        Read);

    /// <summary>Reads a request, or says that it is none.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="request">The request, or null.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out SigningRequest? request)
    {
        try
        {
            request = Read(utf8);
        }
        catch (TokenFormatException)
        {
            request = null;
        }

        return request is not null;
    }

    /// <summary>The request as a file. The same request gives the same bytes.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Signs all that is asked. The caller must have read <see cref="Items"/> and agreed to them.</summary>
    /// <param name="key">The key that the request names.</param>
    /// <exception cref="ArgumentException">It is another key; nothing was signed.</exception>
    /// <exception cref="CryptographicException">The key could not be used, or what it signed does not verify.</exception>
    public SigningAnswer Answer(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.PublicKey.Equals(Key))
        {
            throw new ArgumentException($"The request is for the key {Key.CoseIdentifier}, and this is the key "
                + $"{key.PublicKey.CoseIdentifier}. Nothing was signed.");
        }

        var answer = new SigningAnswer(Id, [.. Items.Select(item => Sign(item, key))]);
        return Check(answer).Fault is { } fault ? throw new CryptographicException(
            $"What the key signed does not verify under its public key. Nothing of it may be used. ({fault})") : answer;
    }

    /// <summary>
    /// Whether an answer gives what was asked: for each item, in order, exactly its bytes and a signature of the key over them.
    /// Nothing of an answer that fails may be used.
    /// </summary>
    /// <param name="answer">The answer.</param>
    public SigningCheck Check(SigningAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.RequestId != Id)
        {
            return SigningCheck.Failed(null, $"The answer is one to the request {answer.RequestId}, and this is the request {Id}.");
        }

        if (answer.Signed.Count != Items.Count)
        {
            return SigningCheck.Failed(null, $"The answer has {answer.Signed.Count} items, where {Items.Count} were asked for.");
        }

        var signed = new List<SignedItem>();
        for (int i = 0; i < Items.Count; i++)
        {
            SigningItem asked = Items[i];
            if ((asked.FaultIn(answer.Signed[i], Key, out ReadOnlyMemory<byte> signature)
                ?? (Key.Verify(asked.ToBeSignedBy(Key), signature.Span)
                    ? null
                    : $"its signature is not one of the key {Key.CoseIdentifier} over what was asked")) is { } fault)
            {
                return SigningCheck.Failed(i + 1, $"Item {i + 1} of the answer is not what was asked for: {fault}.");
            }

            signed.Add(new SignedItem(Items[i], answer.Signed[i]));
        }

        return SigningCheck.Held(signed);
    }

    private static ReadOnlyMemory<byte> Sign(SigningItem item, SigningKey key) =>
        item.ToMessage(key.PublicKey, key.Sign(item.ToBeSignedBy(key.PublicKey)));

    private static SigningRequest Read(JsonElement root)
    {
        OrganizationIdentifier organization = OrganizationIdentifier.TryParse(
            StrictJson.RequiredText(root, OrganizationMember), out OrganizationIdentifier? named)
            ? named
            : throw new TokenFormatException("no organization identifier (https:// and a domain name in lower case)", OrganizationMember);
        byte[] coseKey = ExchangeJson.Bytes(ExchangeJson.Member(root, KeyMember), KeyMember);
        var key = VerificationKey.FromCoseKey(coseKey);
        if (!key.ToCoseKey().AsSpan().SequenceEqual(coseKey))
        {
            throw new TokenFormatException(
                "not in the one encoding that a key has here (deterministic CBOR, with alg and without kid)", KeyMember);
        }

        DateTimeOffset madeAt = ExchangeJson.Instant(root, MadeAtMember);
        JsonElement[] values = [.. StrictJson.Array(ExchangeJson.Member(root, ItemsMember), ItemsMember).Take(MaxItems + 1)];
        SigningItem[] items = [.. values.Select((value, i) => ReadItem(value, i, key))];
        return Fault(organization, key, items) is { } fault
            ? throw new TokenFormatException(fault)
            : new SigningRequest(organization, key, madeAt, items);
    }

    private static SigningItem ReadItem(JsonElement value, int index, VerificationKey key)
    {
        if (index == MaxItems)
        {
            throw new TokenFormatException($"more than {MaxItems} items", ItemsMember, fault: FormatFault.LimitExceeded);
        }

        byte[] toBeSigned = ExchangeJson.Bytes(value, $"{ItemsMember}[{index}]");
        return TokenFormatException.InPath($"{ItemsMember}[{index}]", () => SigningItem.Read(toBeSigned, key));
    }

    /// <summary>Why these may not be asked for together; null if they may.</summary>
    private static string? Fault(OrganizationIdentifier organization, VerificationKey key, SigningItem[] items)
    {
        if (items.Length is 0 or > MaxItems)
        {
            return $"it has {items.Length} items, where 1 to {MaxItems} are asked";
        }

        var seen = new Dictionary<Sha256Digest, int>();
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Fault(organization, key) is { } fault)
            {
                return $"item {i + 1} must not be signed: {fault}";
            }

            if (!seen.TryAdd(Sha256Digest.Of(items[i].ToBeSignedBy(key)), i + 1))
            {
                return $"item {i + 1} is the same as item {seen[Sha256Digest.Of(items[i].ToBeSignedBy(key))]}";
            }
        }

        return null;
    }

    private static byte[] Write(
        OrganizationIdentifier organization, VerificationKey key, DateTimeOffset madeAt, IReadOnlyList<SigningItem> items) =>
        ExchangeJson.Write(ExchangeJson.SigningRequestFormat, json =>
        {
            json.WriteString(OrganizationMember, organization.ToString());
            json.WriteBase64String(KeyMember, key.ToCoseKey());
            json.WriteString(MadeAtMember, ExchangeJson.Instant(madeAt));
            json.WriteStartArray(ItemsMember);
            foreach (SigningItem item in items)
            {
                json.WriteBase64StringValue(item.ToBeSignedBy(key));
            }

            json.WriteEndArray();
        });
}

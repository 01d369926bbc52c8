using System.Globalization;
using System.Text;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// Signs the head of the journal and sends it out, so that others can show that the journal was not rewritten before it. The key is one of
/// its own: keys of emblems may lie where each signature costs a person or a token's time, are rolled and declared compromised for reasons
/// of their own, and must sign nothing but emblems. It is made at the first head, in the folder of the keys.
/// </summary>
internal sealed class SendHeads : IDisposable
{
    /// <summary>The header with the public key, beside a head that is posted.</summary>
    public const string KeyHeader = "DigitalEmblem-Journal-Key";

    /// <summary>The file with the public key, beside heads that are written.</summary>
    public const string KeyFile = "journal-key.txt";

    private const string Label = "journal-heads", MediaType = "text/plain";

    private readonly IssuerStore _store;
    private readonly AlertBook _book;
    private readonly HeadsOptions _options;
    private readonly CustodyOptions _custody;
    private readonly KeyRing _ring;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private long _sent = -1;
    private bool _isClear;

    public SendHeads(
        IssuerStore store, AlertBook book, HeadsOptions options, CustodyOptions custody, KeyRing ring, TimeProvider clock)
    {
        (_store, _book, _options, _custody, _ring, _clock) = (store, book, options, custody, ring, clock);
        _client = new HttpClient(OutgoingHttp.Handler(options.Roots)) { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Sends the head, unless it was sent already. What could not be sent is an alert, and is tried again.</summary>
    /// <returns>Whether it is where it should be.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        (Organization? organization, JournalHead head) = await _store.ReadAsync(async d => (
            await d.Organizations.FirstOrDefaultAsync(cancellationToken), await d.Heads.SingleAsync(cancellationToken)));
        if (organization is null || head.Sequence == _sent)
        {
            return true;
        }

        var finding = new List<AlertFinding>();
        await foreach ((string to, Sentence why) in SendAsync(organization, head, cancellationToken))
        {
            finding.Add(new AlertFinding(
                AlertKind.HeadNotSent,
                to,
                $"The head of the journal could not be sent to {new Verbatim(to)}: {why} It is tried again. Until then nobody outside can "
                    + $"show that the journal was not rewritten."));
        }

        if (finding.Count > 0 || !_isClear)
        {
            await _book.NoteAsync(finding, [AlertKind.HeadNotSent], null, [], cancellationToken);
        }

        _isClear = finding.Count == 0;
        _sent = _isClear ? head.Sequence : _sent;
        return _isClear;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async IAsyncEnumerable<(string To, Sentence Why)> SendAsync(
        Organization organization,
        JournalHead head,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signed = new SignedHead(
            $"{organization.Identifier.Domain}/journal", head.Sequence, head.Hash, _clock.GetUtcNow());
        string note;
        HeadKey by;
        Sentence? fault = null;
        (note, by) = ("", null!);
        try
        {
            using SigningKey key = await KeyAsync(cancellationToken);
            (note, by) = (signed.Sign(key), new HeadKey(signed.Name, key.PublicKey));
        }
        catch (Exception e) when (e is KeyCustodyException or IOException or UnauthorizedAccessException)
        {
            fault = Sentence.Of($"The key that signs heads cannot be used. Is the folder of the keys there, and its passphrase?");
        }

        if (_options.Folder is { } folder && (fault ?? Write(folder, signed, note, by)) is { } notWritten)
        {
            yield return (folder, notWritten);
        }

        if (_options.Url is { } url && (fault ?? await PostAsync(url, note, by, cancellationToken)) is { } notPosted)
        {
            yield return (url, notPosted);
        }
    }

    private async Task<SigningKey> KeyAsync(CancellationToken cancellationToken)
    {
        IKeyStore store = _ring.Store(KeyCustody.File);
        KeyReference? reference = Directory.EnumerateFiles(_custody.Files!.Directory, $"{Label}-*.pem").Order(StringComparer.Ordinal)
            .Select(f => KeyReference.TryParse(Path.GetFileNameWithoutExtension(f), out KeyReference? r) && r.Name == Label ? r : null)
            .FirstOrDefault(r => r is not null);
        if (reference is null)
        {
            StoredKey made = await store.GenerateAsync(SignatureAlgorithm.Ed25519, Label, cancellationToken);
            reference = KeyReference.Of(Label, made.PublicKey.CoseIdentifier);
        }

        return await store.OpenAsync(reference.ToString(), reference.Identifier, cancellationToken);
    }

    private static Sentence? Write(string folder, SignedHead head, string note, HeadKey by)
    {
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"head-{head.Sequence:D12}.txt"));
        try
        {
            // Another instance, or this one before its last stop, may have written the same head.
            if (File.Exists(name))
            {
                return SignedHead.TryRead(File.ReadAllText(name), out SignedHead? there) && there.Hash.AsSpan().SequenceEqual(head.Hash)
                    ? null
                    : Sentence.Of(
                        $"Another head of line {head.Sequence} is there. Either the journal was rewritten, or another service writes into "
                            + $"this folder: keep that file, and run 'issuer journal verify --head' with it.");
            }

            // Whole or not at all, and never over one that is there.
            string made = $"{name}.new";
            File.WriteAllText(made, note, new UTF8Encoding(false));
            File.Move(made, name, overwrite: false);
            File.WriteAllText(Path.Combine(folder, KeyFile), $"{by}\n", new UTF8Encoding(false));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Sentence.Of($"The folder cannot be written. Is it there, has it room, and may the service write there?");
        }
    }

    private async Task<Sentence?> PostAsync(string url, string note, HeadKey by, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(note, new UTF8Encoding(false), MediaType),
            };
            request.Headers.TryAddWithoutValidation(KeyHeader, by.ToString());
            using HttpResponseMessage answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : Sentence.Of($"It answered {(int)answer.StatusCode}: see its log.");
        }
        catch (Exception e) when (e is HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Sentence.Of($"It could not be reached: does it run, may this machine reach it, and is its certificate in order?");
        }
    }
}

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
    private DateTimeOffset _postAgain = DateTimeOffset.MinValue;

    public SendHeads(
        IssuerStore store, AlertBook book, HeadsOptions options, CustodyOptions custody, KeyRing ring, TimeProvider clock)
    {
        (_store, _book, _options, _custody, _ring, _clock) = (store, book, options, custody, ring, clock);
        _client = new HttpClient(OutgoingHttp.Handler(options.Roots)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>How long an address may take to answer; then the try ends as one that failed.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    private IEnumerable<string> Places => new[] { _options.Folder, _options.Url }.OfType<string>();

    /// <summary>
    /// Sends the head, unless it was sent already, and tries again what could not be sent. People are told once lines stand in the journal
    /// for longer than <see cref="HeadsOptions.LateAfter"/> under no head that any instance sent: what one instance cannot send, another
    /// may.
    /// </summary>
    /// <returns>Whether it is where it should be.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        (Organization? organization, JournalHead head) = await _store.ReadAsync(async d => (
            await d.Organizations.FirstOrDefaultAsync(cancellationToken), await d.Heads.SingleAsync(cancellationToken)));
        if (organization is null || head.Sequence == _sent)
        {
            return true;
        }

        var faults = new Dictionary<string, HeadFault>(StringComparer.Ordinal);
        await foreach (HeadFault fault in SendAsync(organization, head, cancellationToken))
        {
            faults.Add(fault.Place, fault);
        }

        await NoteAsync(head, faults, cancellationToken);
        _sent = faults.Count == 0 ? head.Sequence : _sent;
        return faults.Count == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task NoteAsync(JournalHead head, Dictionary<string, HeadFault> faults, CancellationToken cancellationToken)
    {
        string[] reached = [.. Places.Where(p => !faults.ContainsKey(p))];
        List<SentHead> sent = await SentAsync(cancellationToken);
        if (reached.Any(p => !(sent.FirstOrDefault(s => s.Place == p)?.Sequence >= head.Sequence)))
        {
            await _store.ChangeAsync(Instance.Actor, c => ReachAsync(c, reached, head.Sequence, cancellationToken), cancellationToken);
            sent = await SentAsync(cancellationToken);
        }

        var findings = new List<AlertFinding>();
        foreach (HeadFault fault in faults.Values)
        {
            long under = sent.FirstOrDefault(s => s.Place == fault.Place)?.Sequence ?? 0;
            if (fault.IsAnotherHead || await IsLateAsync(under, cancellationToken))
            {
                findings.Add(new AlertFinding(
                    AlertKind.HeadNotSent,
                    fault.Place,
                    $"The head of the journal could not be sent to {new Verbatim(fault.Place)}: {fault.Why} It is tried again. Until then "
                        + $"nobody outside can show that the journal was not rewritten."));
            }
        }

        // Of a place that the settings name no more, nobody finds the fault again.
        DateTimeOffset left = _clock.GetUtcNow() - _options.LateAfter;
        string[] places = [.. Places];
        List<string> open = await _store.ReadAsync(d => d.Alerts
            .Where(a => a.Kind == AlertKind.HeadNotSent && a.ClearedAt == null && (places.Contains(a.Subject) || a.LastSeen < left))
            .Select(a => a.Subject)
            .ToListAsync(cancellationToken));
        if (findings.Count > 0 || open.Count > 0)
        {
            await _book.NoteAsync(findings, [AlertKind.HeadNotSent], open, [], cancellationToken);
        }
    }

    private Task<List<SentHead>> SentAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(d => d.SentHeads.AsNoTracking().ToListAsync(cancellationToken));

    private static async Task ReachAsync(Change change, string[] places, long sequence, CancellationToken cancellationToken)
    {
        foreach (string place in places)
        {
            if (await change.Database.SentHeads.FirstOrDefaultAsync(s => s.Place == place, cancellationToken) is not { } sent)
            {
                change.Database.Add(sent = SentHead.Create(place));
            }

            sent.Reach(sequence);
        }
    }

    /// <summary>Whether the first line that no head covers has waited for too long.</summary>
    private async Task<bool> IsLateAsync(long under, CancellationToken cancellationToken)
    {
        DateTimeOffset? first = await _store.ReadAsync(d => d.Journal
            .Where(e => e.Sequence > under).OrderBy(e => e.Sequence).Select(e => (DateTimeOffset?)e.At)
            .FirstOrDefaultAsync(cancellationToken));
        return first <= _clock.GetUtcNow() - _options.LateAfter;
    }

    private async IAsyncEnumerable<HeadFault> SendAsync(
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

        if (_options.Folder is { } folder
            && (fault is null ? Write(folder, signed, note, by) : new HeadFault(folder, fault)) is { } notWritten)
        {
            yield return notWritten;
        }

        if (_options.Url is { } url && (fault ?? await PostAsync(url, note, by, cancellationToken)) is { } notPosted)
        {
            yield return new HeadFault(url, notPosted);
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

    private static HeadFault? Write(string folder, SignedHead head, string note, HeadKey by)
    {
        string name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"head-{head.Sequence:D12}.txt"));
        try
        {
            // Another instance, or this one before its last stop, may have written the same head.
            if (File.Exists(name))
            {
                return SignedHead.TryRead(File.ReadAllText(name), out SignedHead? there) && there.Hash.AsSpan().SequenceEqual(head.Hash)
                    ? null
                    : new HeadFault(
                        folder,
                        Sentence.Of(
                            $"Another head of line {head.Sequence} is there. Either the journal was rewritten, or another service writes "
                                + $"into this folder: keep that file, and run 'issuer journal verify --head' with it."),
                        IsAnotherHead: true);
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
            return new HeadFault(
                folder, Sentence.Of($"The folder cannot be written. Is it there, has it room, and may the service write there?"));
        }
    }

    private async Task<Sentence?> PostAsync(string url, string note, HeadKey by, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        // A rest that ends far ahead comes from a clock that was set back, and keeps no head here.
        if (now < _postAgain && _postAgain - now <= HeadsOptions.LongestRest)
        {
            return Sentence.Of($"It asked for a rest until {_postAgain}: see its log.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(note, new UTF8Encoding(false), MediaType),
            };
            request.Headers.TryAddWithoutValidation(KeyHeader, by.ToString());
            using HttpResponseMessage answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.IsSuccessStatusCode ? null : Refused(answer, now);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            long seconds = (long)Math.Ceiling(Patience.TotalSeconds);
            return Sentence.Counting(
                seconds, $"It gave no answer within 1 second: see its log.", $"It gave no answer within {seconds} seconds: see its log.");
        }
        catch (HttpRequestException)
        {
            return Sentence.Of($"It could not be reached: does it run, may this machine reach it, and is its certificate in order?");
        }
    }

    private Sentence Refused(HttpResponseMessage answer, DateTimeOffset now)
    {
        int status = (int)answer.StatusCode;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            && answer.Headers.RetryAfter is { } wish && (wish.Delta ?? wish.Date - now) is { } rest && rest > TimeSpan.Zero)
        {
            // Without a bound, one answer could stop the sending for years.
            _postAgain = now + (rest < HeadsOptions.LongestRest ? rest : HeadsOptions.LongestRest);
            return Sentence.Of($"It answered {status}, and asked for a rest until {_postAgain}: see its log.");
        }

        return status is >= 300 and < 400
            ? Sentence.Of($"It answered {status}, and redirects are not followed: set Journal:Heads:Url to the address that takes heads.")
            : Sentence.Of($"It answered {status}: see its log.");
    }
}

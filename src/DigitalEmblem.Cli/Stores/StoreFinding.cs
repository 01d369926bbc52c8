using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Looks for signs among the keys of stores, and judges each (data-emblem, object stores). Keys come from strangers.</summary>
/// <param name="options">What is asked of signs.</param>
/// <param name="listed">Is told how many keys were listed.</param>
internal sealed class StoreFinding(DataFindOptions options, Action<long> listed)
{
    /// <summary>How many keys of a prefix are listed, so that a store that never ends its list ends the search.</summary>
    internal const long MostKeys = 10_000_000;

    private const int MostTroubles = 1000;

    // Requests wait for the network. As many as a browser sends at a time are no burden to a store.
    private const int AtOnce = 8;

    private readonly List<DataTrouble> _troubles = [];
    private long _signs;
    private long _unread;

    /// <summary>How many keys were listed.</summary>
    public long Objects { get; private set; }

    /// <summary>How many keys are listed at most; fewer in tests.</summary>
    internal long Most { get; init; } = MostKeys;

    /// <summary>The signs below a prefix, in no order.</summary>
    public async IAsyncEnumerable<FoundSign> SignsAsync(
        StorePrefix place, ObjectStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long before = Objects;
        var look = new ObjectLook(store, options, cancellationToken);
        IAsyncEnumerator<string[]> pages = store.ListAsync(place.Prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pages)
        {
            while (await NextAsync(pages, place) is { } keys)
            {
                Objects += keys.Length;
                listed(Objects);
                var found = new ConcurrentQueue<FoundSign>();
                await Parallel.ForEachAsync(
                    keys,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                    async (key, _) => await TakeAsync(look, key, place.Bucket, found));
                foreach (FoundSign sign in found)
                {
                    _signs++;
                    yield return sign;
                }

                if (Objects - before >= Most)
                {
                    Add(place.ToString(), $"it has more keys than the {Most:N0} that are listed: name prefixes below it");
                    break;
                }
            }
        }
    }

    /// <summary>What was found elsewhere, with what was found here.</summary>
    public DataFound AddTo(DataFound found) => found with
    {
        Signs = found.Signs + _signs,
        Unread = found.Unread + _unread,
        Troubles = [.. found.Troubles.Concat(_troubles).Take(MostTroubles)],
    };

    private async Task<string[]?> NextAsync(IAsyncEnumerator<string[]> pages, StorePrefix place)
    {
        try
        {
            return await pages.MoveNextAsync() ? pages.Current : null;
        }
        catch (StoreException e)
        {
            Add(place.ToString(), e.Sentence);
            return null;
        }
    }

    private async ValueTask TakeAsync(ObjectLook look, string key, string bucket, ConcurrentQueue<FoundSign> found)
    {
        try
        {
            if (await look.AtAsync(key) is { } sign)
            {
                found.Enqueue(sign);
            }
        }
        catch (StoreException e)
        {
            Add($"{ObjectAddress.Scheme}{bucket}/{key}", e.Sentence);
        }
    }

    private void Add(string path, Sentence reason)
    {
        lock (_troubles)
        {
            _unread++;
            if (_troubles.Count < MostTroubles)
            {
                _troubles.Add(new DataTrouble(PrintableLine.Of(path), HandedWords.KeepPrintable(reason)));
            }
        }
    }
}

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Keeps keys open. A key is opened once for all callers that want it at the same time, and stays open for later ones. Over the capacity,
/// the least recently used key that is not borrowed is closed. A retired or compromised key is forgotten at once: those that have borrowed
/// it cannot sign with it any more. Owns its stores. Safe for concurrent use.
/// </summary>
internal sealed class KeyRing : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KeyCustody, IKeyStore> _stores = [];
    private readonly Dictionary<(KeyCustody Custody, string Reference, KeyIdentifier Identifier), OpenKey> _open = [];
    private readonly HashSet<KeyIdentifier> _forgotten = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly int _capacity;
    private long _uses;
    private bool _disposed;

    /// <summary>A ring over stores, one for each custody.</summary>
    /// <param name="stores">The stores; disposed with the ring.</param>
    /// <param name="capacity">How many keys are open at once, more only while more are borrowed; at least one.</param>
    public KeyRing(IEnumerable<IKeyStore> stores, int capacity)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        foreach (IKeyStore store in stores)
        {
            _stores.Add(store.Custody, store);
        }
    }

    /// <summary>A ring over the stores that are configured, and the offline one.</summary>
    /// <exception cref="KeyCustodyException">The folder of the keys cannot be used.</exception>
    public static KeyRing Open(CustodyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<IKeyStore> stores = [new OfflineKeyStore()];
        if (options.Files is { } files)
        {
            stores.Add(new FileKeyStore(files));
        }

        if (options.Pkcs11 is { } pkcs11)
        {
            stores.Add(new Pkcs11KeyStore(pkcs11));
        }

        return new KeyRing(stores, options.OpenKeys);
    }

    /// <summary>The store of a custody, to make and destroy keys in.</summary>
    /// <exception cref="KeyCustodyException">There is none.</exception>
    public IKeyStore Store(KeyCustody custody) => _stores.TryGetValue(custody, out IKeyStore? store)
        ? store
        : throw new KeyCustodyException(
            KeyFault.Unavailable,
            $"This issuer has no place for keys in custody {custody}. "
                + $"Set {CustodyOptions.Section}:{(custody == KeyCustody.File ? "Files" : custody.ToString())}, on the machine that "
                + $"has them.");

    /// <summary>All stores, for readiness.</summary>
    public IEnumerable<IKeyStore> Stores => _stores.Values;

    /// <summary>Borrows a key. Disposing it gives it back; it stays open.</summary>
    /// <param name="custody">Where it is kept.</param>
    /// <param name="reference">Which it is there.</param>
    /// <param name="identifier">Its identifier.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <param name="verifies">Whether the key verifies each signature that it makes; only a borrower who does so may leave it out.</param>
    /// <exception cref="KeyCustodyException">It could not be opened, or was forgotten; the message says why and what to do.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public async Task<SigningKey> BorrowAsync(
        KeyCustody custody, string reference, KeyIdentifier identifier, CancellationToken cancellationToken, bool verifies = true)
    {
        IKeyStore store = Store(custody);
        OpenKey key = Take(store, reference, identifier);
        try
        {
            // The opening is shared, so one waiter that cancels must not cancel it for the others.
            SigningKey opened = await key.Opening.WaitAsync(cancellationToken);
            key.RefuseIfForgotten();
            return new BorrowedKey(key, opened, this, verifies);
        }
        catch
        {
            GiveBack(key);
            throw;
        }
    }

    /// <summary>
    /// Forgets a key that was retired or compromised: it is closed when no signature is under way, and never opened
    /// again by this process.
    /// </summary>
    public void Forget(KeyIdentifier identifier) => End(identifier, forGood: true);

    /// <summary>
    /// Ends the use of a key by all who have borrowed it, because it was suspended. It is opened again for callers that come later, so the
    /// caller has seen to it that they are refused.
    /// </summary>
    public void Interrupt(KeyIdentifier identifier) => End(identifier, forGood: false);

    /// <summary>Closes all keys, those that are borrowed when they come back, and the stores.</summary>
    public async ValueTask DisposeAsync()
    {
        List<OpenKey> all;
        List<OpenKey> closing = [];
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            all = [.. _open.Values];
            _open.Clear();
            foreach (OpenKey key in all)
            {
                key.Dropped = true;
                AddIfDone(closing, key);
            }
        }

        await _ending.CancelAsync();
        foreach (OpenKey key in all)
        {
            await key.Opening.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        closing.ForEach(Close);
        _ending.Dispose();
        foreach (IDisposable store in _stores.Values.OfType<IDisposable>())
        {
            store.Dispose();
        }
    }

    /// <summary>Closes a key that signed wrongly when it is given back, so that the next caller opens and checks it anew.</summary>
    internal void Distrust(OpenKey key)
    {
        lock (_gate)
        {
            Drop(key);
        }
    }

    /// <summary>Gives a key back.</summary>
    internal void GiveBack(OpenKey key)
    {
        List<OpenKey> closing = [];
        lock (_gate)
        {
            key.Borrowers--;
            if (key.Opening.IsCompleted && !key.Opening.IsCompletedSuccessfully)
            {
                Drop(key);
            }

            AddIfDone(closing, key);
            Evict(closing);
        }

        closing.ForEach(Close);
    }

    private void End(KeyIdentifier identifier, bool forGood)
    {
        List<OpenKey> closing = [];
        lock (_gate)
        {
            if (forGood)
            {
                _forgotten.Add(identifier);
            }

            foreach (((KeyCustody, string, KeyIdentifier Identifier) name, OpenKey key) in _open.Where(k => k.Key.Identifier == identifier)
                .ToList())
            {
                _open.Remove(name);
                key.Forget();
                AddIfDone(closing, key);
            }
        }

        closing.ForEach(Close);
    }

    private OpenKey Take(IKeyStore store, string reference, KeyIdentifier identifier)
    {
        OpenKey? key;
        List<OpenKey> closing = [];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_forgotten.Contains(identifier))
            {
                throw OpenKey.Forgotten(identifier);
            }

            // Open again after a failure: the key may be available now.
            var name = (store.Custody, reference, identifier);
            if (!_open.TryGetValue(name, out key) || (key.Opening.IsCompleted && !key.Opening.IsCompletedSuccessfully))
            {
                _open[name] = key = new OpenKey(store.OpenAsync(reference, identifier, _ending.Token), identifier);
            }

            key.Borrowers++;
            key.LastUse = ++_uses;
            Evict(closing);
        }

        closing.ForEach(Close);
        return key;
    }

    private void Evict(List<OpenKey> closing)
    {
        while (_open.Count > _capacity && _open.Values.Where(k => k.Borrowers == 0).MinBy(k => k.LastUse) is { } idle)
        {
            Drop(idle);
            AddIfDone(closing, idle);
        }
    }

    private void Drop(OpenKey key)
    {
        key.Dropped = true;
        foreach ((KeyCustody, string, KeyIdentifier) name in _open.Where(k => k.Value == key).Select(k => k.Key).ToList())
        {
            _open.Remove(name);
        }
    }

    private static void AddIfDone(List<OpenKey> closing, OpenKey key)
    {
        if (key is { Dropped: true, Borrowers: 0, Closed: false })
        {
            key.Closed = true;
            closing.Add(key);
        }
    }

    // Dispose outside of the lock, and only after opening has ended: a token may be asked.
    private static void Close(OpenKey key) => key.Opening.ContinueWith(
        opening => opening.Result.Dispose(),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}

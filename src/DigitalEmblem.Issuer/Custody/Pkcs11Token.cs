using System.Collections.Concurrent;
using System.Text;
using DigitalEmblem.Texts;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// One token, and a bounded number of open sessions with it. A session that died is replaced. If that does not help, the module is started
/// anew, because many modules see a token that was away only then. Later calls open new sessions, so an operator need not restart the
/// service when a token is back.
/// </summary>
internal sealed class Pkcs11Token : IDisposable
{
    // A session opened before, a new one, and one after a new start of the module.
    private const int Attempts = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Pkcs11CustodyOptions _options;
    private readonly Pkcs11Module _module;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentStack<Pkcs11Session> _idle = new();
    private readonly Lock _login = new();
    private string? _refusedPin;
    private int _epoch;
    private volatile bool _disposed;

    public Pkcs11Token(Pkcs11CustodyOptions options)
    {
        _options = options;
        _places = new SemaphoreSlim(options.Sessions, options.Sessions);
        _module = Pkcs11Module.Join(options.Module);
    }

    /// <summary>Uses a session that can only read.</summary>
    /// <exception cref="KeyCustodyException">It could not be done; the message says why and what to do.</exception>
    public T Use<T>(Func<Pkcs11Session, T> work) => Use(work, SessionType.ReadOnly);

    /// <summary>Uses a session of its own that can write.</summary>
    /// <exception cref="KeyCustodyException">It could not be done; the message says why and what to do.</exception>
    public T Change<T>(Func<Pkcs11Session, T> work) => Use(work, SessionType.ReadWrite);

    /// <summary>Makes all sessions forget the handles of keys, because a key was destroyed.</summary>
    public void ForgetHandles()
    {
        Interlocked.Increment(ref _epoch);
        CloseIdle();
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            try
            {
                CloseIdle();
            }
            catch (TimeoutException)
            {
                // The module hangs and cannot be closed.
            }

            _module.Dispose();
        }
    }

    private T Use<T>(Func<Pkcs11Session, T> work, SessionType type)
    {
        if (!_places.Wait(LongestWait))
        {
            throw new KeyCustodyException(
                KeyFault.Unavailable,
                $"All {_options.Sessions} sessions of the {_options.TokenName} have been busy for {LongestWait.TotalSeconds:0} seconds. "
                    + $"Look at the token and its connection; raise Custody:Pkcs11:Sessions if it has more.");
        }

        try
        {
            for (int attempt = 1; ; attempt++)
            {
                // Compare with the generation that failed: a new start before the failure saw an older state of the token.
                int generation = _module.Generation;
                try
                {
                    return _module.Call((library, current) =>
                    {
                        generation = current;
                        return InSession(library, current, type, work);
                    });
                }
                catch (Exception e) when (attempt < AttemptsAfter(e) && Pkcs11Faults.MayPass(e))
                {
                    CloseIdle();
                    if (attempt >= Attempts - 1)
                    {
                        _module.Restart(generation);
                    }
                }
            }
        }
        catch (Pkcs11Exception e)
        {
            throw Pkcs11Faults.Explain(e, _options);
        }
        catch (AttributeValueException e)
        {
            throw new KeyCustodyException(
                KeyFault.NotSupported, $"The {_options.TokenName} answers in a form that is not of PKCS#11. Ask its vendor.", e);
        }
        catch (TimeoutException e)
        {
            throw new KeyCustodyException(KeyFault.Unavailable, Sentence.Of(e), e);
        }
        finally
        {
            _places.Release();
        }
    }

    // A token that is taken out while the module starts looks as if the key were gone, so report that only after five new starts.
    private static int AttemptsAfter(Exception e) => e is KeyCustodyException { Fault: KeyFault.NotFound } ? Attempts + 4 : Attempts;

    private T InSession<T>(IPkcs11Library library, int generation, SessionType type, Func<Pkcs11Session, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Pkcs11Session session = (type == SessionType.ReadOnly ? Idle(generation) : null) ?? Open(library, generation, type);
        bool whole = false;
        try
        {
            T result = work(session);
            whole = true;
            return result;
        }
        finally
        {
            if (whole && type == SessionType.ReadOnly && !_disposed && session.Epoch == Volatile.Read(ref _epoch))
            {
                _idle.Push(session);
            }
            else
            {
                session.Close(generation);
            }
        }
    }

    private Pkcs11Session? Idle(int generation)
    {
        while (_idle.TryPop(out Pkcs11Session? session))
        {
            if (session.Generation == generation && session.Epoch == Volatile.Read(ref _epoch))
            {
                return session;
            }

            session.Close(generation);
        }

        return null;
    }

    private Pkcs11Session Open(IPkcs11Library library, int generation, SessionType type)
    {
        int epoch = Volatile.Read(ref _epoch);
        ISlot slot = FindSlot(library);
        ISession session = slot.OpenSession(type);
        try
        {
            lock (_login)
            {
                Login(session, slot);
            }

            return new Pkcs11Session(session, slot, generation, epoch, _options.TokenName);
        }
        catch
        {
            new Pkcs11Session(session, slot, generation, epoch, _options.TokenName).Close(generation);
            throw;
        }
    }

    /// <summary>
    /// Logs in. It never tries a PIN that the token has refused, and never uses the last try: after a wrong PIN the token would lock
    /// itself, with all its keys.
    /// </summary>
    private void Login(ISession session, ISlot slot)
    {
        string pin = KeySecrets.Use(_options.Pin.Read);
        if (pin == _refusedPin)
        {
            throw new KeyCustodyException(
                KeyFault.SecretRefused,
                $"The {_options.TokenName} has refused this PIN before, and is not asked again, so that it does not lock itself. "
                    + $"Correct Custody:Pkcs11:Pin; a new PIN is tried at once. If it was the token that was wrong, restart this service.");
        }

        ITokenFlags flags = slot.GetTokenInfo().TokenFlags;
        if (flags.UserPinFinalTry && !flags.UserPinLocked)
        {
            throw new KeyCustodyException(
                KeyFault.SecretRefused,
                $"The {_options.TokenName} would lock itself at one more wrong PIN, so it is not asked. "
                    + $"Make sure of the PIN, log in once by hand (pkcs11-tool --login --test), and this service goes on by itself.");
        }

        try
        {
            session.Login(CKU.CKU_USER, Encoding.UTF8.GetBytes(pin));
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // A login counts for all sessions of a process.
        }
        catch (Pkcs11Exception e) when (e.RV is CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE)
        {
            _refusedPin = pin;
            throw;
        }
    }

    private ISlot FindSlot(IPkcs11Library library)
    {
        List<ISlot> slots = library.GetSlotList(SlotsType.WithTokenPresent);
        if (_options.TokenLabel is not { Length: > 0 } label)
        {
            return slots.FirstOrDefault(s => s.SlotId == _options.Slot)
                ?? throw Missing($"There is no token in slot {_options.Slot}; "
                    + $"there is one in {Listed(slots.Select(s => (object)s.SlotId))}.");
        }

        var labels = slots.ConvertAll(s => (Slot: s, Label: LabelOf(s)));
        var found = labels.FindAll(s => s.Label == label);
        string[] shown = [.. labels.Where(s => s.Label?.Length > 0).Select(s => $"'{s.Label}'")];
        return found.Count switch
        {
            1 => found[0].Slot,
            0 => throw Missing($"There is no token '{label}'; the module shows {Listed(shown)}."),
            _ => throw new KeyCustodyException(
                KeyFault.Unavailable,
                $"There are {found.Count} tokens '{label}', in the slots {Listed(found.Select(s => (object)s.Slot.SlotId))}: "
                    + $"none was used. Name one by Custody:Pkcs11:Slot, or give them other labels."),
        };
    }

    private static Sentence Listed(IEnumerable<object> names) => names.Any() ? Sentence.List(names) : Sentence.Of($"none");

    private static KeyCustodyException Missing(Sentence what) =>
        new(
            KeyFault.Unavailable,
            $"{what} Plug it in or look at its connection, and at the module's own configuration; it is used again as soon as it is back. "
                + $"If it has another name, correct Custody:Pkcs11.");

    // A faulty slot does not keep the others from being searched.
    private static string? LabelOf(ISlot slot)
    {
        try
        {
            return slot.GetTokenInfo().Label;
        }
        catch (Pkcs11Exception)
        {
            return null;
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out Pkcs11Session? session))
        {
            _module.Close(session);
        }
    }
}

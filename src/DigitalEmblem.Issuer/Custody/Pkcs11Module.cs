using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A vendor's PKCS#11 module, loaded into this process. A module is initialised for a whole process, so all stores that use the same one
/// share this object, and the last one that leaves ends it. It can be started anew, because many modules see a token that was taken out and
/// put back only then. Calls run concurrently, and a new start waits for them.
/// </summary>
internal sealed class Pkcs11Module : IDisposable
{
    // No token needs this long to make a key, so a call that takes longer hangs.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Pkcs11Module> Loaded = new(StringComparer.Ordinal);

    private readonly ReaderWriterLockSlim _calls = new();
    private readonly string _path;
    private readonly Pkcs11InteropFactories _factories = new();
    private IPkcs11Library? _library;
    private int _generation;
    private int _users;

    static Pkcs11Module() =>
        // The package loads "libdl", a name that exists only with a C compiler's files. The library's own name has a version in it.
        NativeLibrary.SetDllImportResolver(
            typeof(Pkcs11InteropFactories).Assembly,
            (name, _, _) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out nint library) ? library : 0);

    private Pkcs11Module(string path) => _path = path;

    /// <summary>
    /// Rises with each new start. Sessions and handles of an older generation must not be used: their numbers may refer to other objects.
    /// </summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Joins the users of a module. The module is loaded at its first call.</summary>
    public static Pkcs11Module Join(string path)
    {
        string target = TargetOf(path);
        lock (Gate)
        {
            if (!Loaded.TryGetValue(target, out Pkcs11Module? module))
            {
                Loaded.Add(target, module = new Pkcs11Module(target));
            }

            module._users++;
            return module;
        }
    }

    /// <summary>Makes a call, concurrently with others.</summary>
    /// <exception cref="Pkcs11Exception">The module reported a fault.</exception>
    /// <exception cref="KeyCustodyException">The module cannot be loaded.</exception>
    /// <exception cref="TimeoutException">It hangs.</exception>
    public T Call<T>(Func<IPkcs11Library, int, T> work)
    {
        while (true)
        {
            Enter(_calls.TryEnterReadLock);
            try
            {
                if (_library is { } library)
                {
                    return work(library, _generation);
                }
            }
            finally
            {
                _calls.ExitReadLock();
            }

            Load();
        }
    }

    /// <summary>
    /// Ends the module when the calls under way have returned. The next call starts it. Does nothing if the module was started anew since
    /// <paramref name="generation"/>.
    /// </summary>
    public void Restart(int generation)
    {
        Enter(_calls.TryEnterWriteLock);
        try
        {
            if (_generation == generation)
            {
                End();
            }
        }
        finally
        {
            _calls.ExitWriteLock();
        }
    }

    /// <summary>Closes a session, without starting the module for that.</summary>
    public void Close(Pkcs11Session session)
    {
        Enter(_calls.TryEnterReadLock);
        try
        {
            session.Close(_library is null ? -1 : _generation);
        }
        finally
        {
            _calls.ExitReadLock();
        }
    }

    /// <summary>Leaves the users of the module, and ends it after the last one. A module that hangs is not ended.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (--_users > 0)
            {
                return;
            }

            Loaded.Remove(_path);

            try
            {
                // Inside the lock, so that a caller that joins now starts the module after it has ended.
                Restart(_generation);
            }
            catch (TimeoutException)
            {
            }
        }
    }

    /// <summary>
    /// The file behind links, which vendors' packages often install. Without this, one library under two names would be initialised once
    /// and ended twice. A missing file is reported when it is loaded.
    /// </summary>
    private static string TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Path.GetFullPath(path);
        }
    }

    private void Load()
    {
        Enter(_calls.TryEnterWriteLock);
        try
        {
            _library ??= _factories.Pkcs11LibraryFactory.LoadPkcs11Library(_factories, _path, AppType.MultiThreaded);
        }
        catch (Exception e) when (e is UnmanagedException or LibraryArchitectureException or DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException)
        {
            throw new KeyCustodyException(
                KeyFault.Unavailable,
                $"The PKCS#11 module {_path} could not be loaded: {e.Message} Install the vendor's package for this machine's processor, "
                    + $"or correct Custody:Pkcs11:Module.",
                e);
        }
        finally
        {
            _calls.ExitWriteLock();
        }
    }

    private void End()
    {
        _library?.Dispose();
        _library = null;
        _generation++;
    }

    private void Enter(Func<TimeSpan, bool> enter)
    {
        if (!enter(LongestCall))
        {
            throw new TimeoutException($"A call to the PKCS#11 module {_path} has not returned for {LongestCall.TotalSeconds:0} seconds. "
                + "Look at the token and its connection; if it works, restart this service.");
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// SoftHSM 2 in this process, with tokens in a folder of its own. It finds its configuration by an environment variable, so all tests that
/// use it share this one and run one after another.
/// </summary>
public sealed class SoftHsm : IDisposable
{
    /// <summary>The tests that use it.</summary>
    public const string Collection = "SoftHSM";

    public const string Module = "/usr/lib/softhsm/libsofthsm2.so";

    private readonly TemporaryFolder _folder = new();
    private int _tokens;

    public SoftHsm()
    {
        Assert.True(File.Exists(Module), "SoftHSM is missing: ./test.sh installs softhsm2.");
        Directory.CreateDirectory(Tokens);
        Configure();

        // Environment.SetEnvironmentVariable changes only what .NET sees.
        Assert.Equal(0, SetEnv("SOFTHSM2_CONF", Configuration, 1));
    }

    /// <summary>Where it keeps its tokens.</summary>
    public string Tokens => _folder.PathOf("tokens");

    private string Configuration => _folder.PathOf("softhsm2.conf");

    /// <summary>Writes the configuration, which counts from the next start of the module.</summary>
    public void Configure(string mechanisms = "ALL") =>
        File.WriteAllText(
            Configuration,
            $"directories.tokendir = {Tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.mechanisms = {mechanisms}\n");

    /// <summary>A new token, and how the issuer is told of it.</summary>
    internal Pkcs11CustodyOptions NewToken(string pin = "1234", string? label = null, int sessions = 4)
    {
        label ??= $"issuer {++_tokens}";
        Run("--init-token", "--free", "--label", label, "--so-pin", "5678", "--pin", pin);
        return new Pkcs11CustodyOptions { Module = Module, TokenLabel = label, Sessions = sessions, Pin = Pin(pin) };
    }

    /// <summary>Takes all tokens away, until disposed.</summary>
    internal IDisposable Away() => new AwayTokens(Tokens);

    /// <summary>A PIN in a file.</summary>
    internal SecretSource Pin(string pin) => new() { File = _folder.Write($"pin{++_tokens}", pin) };

    /// <summary>Speaks to a token as anyone with its PIN could.</summary>
    internal static void ByHand(Pkcs11CustodyOptions options, Action<ISession> work)
    {
        // The store of the test holds the module; this loads it a second time and must not end it, so it is never disposed.
        var factories = new Pkcs11InteropFactories();
        IPkcs11Library library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, Module, AppType.MultiThreaded);
        ISlot slot = library.GetSlotList(SlotsType.WithTokenPresent).Single(s => s.GetTokenInfo().Label == options.TokenLabel);
        using ISession session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, options.Pin.Read());
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
        }

        work(session);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(params string[] args)
    {
        var start = new ProcessStartInfo("softhsm2-util", args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = Configuration;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("softhsm2-util did not start.");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"softhsm2-util: {process.ExitCode}\n{output}{error.Result}");
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnv(string name, string value, int overwrite);

    private sealed class AwayTokens : IDisposable
    {
        private readonly string _tokens;

        public AwayTokens(string tokens)
        {
            _tokens = tokens;
            Directory.Move(tokens, $"{tokens}.away");
        }

        public void Dispose()
        {
            // A module that writes while they are away may have made the folder.
            if (Directory.Exists(_tokens))
            {
                Directory.Delete(_tokens, recursive: true);
            }

            Directory.Move($"{_tokens}.away", _tokens);
        }
    }

    /// <summary>xunit's name for it.</summary>
    [CollectionDefinition(Collection, DisableParallelization = false)]
    public sealed class Definition : ICollectionFixture<SoftHsm>;
}

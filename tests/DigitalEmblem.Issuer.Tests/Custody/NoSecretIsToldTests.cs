using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Worker;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>Messages end in logs, tickets and mails. If one fails, so do passphrases, PINs or keys.</summary>
[Trait("Category", "Servers")]
[Collection(SoftHsm.Collection)]
public sealed class NoSecretIsToldTests(SoftHsm hsm)
{
    /// <summary>Every refusal that knows a secret, with secrets of any kind.</summary>
    [Property(MaxTest = 8)]
    public void Message_OfAnyRefusal_ShowsNoSecret(PositiveInt seed)
    {
        string right = $"Right-{seed.Get}-ä%s{{0}}[red]", wrong = $"Wrong-{seed.Get}-ö%n{{1}}[/]";
        using var folder = new TemporaryFolder();
        string file = folder.Write("secret", right);
        var options = new CustodyOptions
        {
            Files = new FileCustodyOptions { Directory = folder.PathOf("keys"), Passphrase = new SecretSource { File = file } },
            Pkcs11 = hsm.NewToken(pin: right),
        };
        options.Pkcs11.Pin = new SecretSource { File = file };
        List<string> said = [];
        void Hear(Exception e) => said.Add(e.ToString());
        void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                Hear(e);
            }
        }

        var files = new FileKeyStore(options.Files);
        var token = new Pkcs11KeyStore(options.Pkcs11);
        using (token)
        {
            StoredKey inFile = new QuickKeyStore(options.Files).GenerateAsync(SignatureAlgorithm.ES256, "key", default).GetAwaiter()
                .GetResult();
            StoredKey inToken = token.GenerateAsync(SignatureAlgorithm.ES256, "key", default).GetAwaiter().GetResult();
            SigningKey open = files.OpenAsync(inFile.Reference, inFile.PublicKey.CoseIdentifier, default).GetAwaiter().GetResult();
            string path = Path.Combine(options.Files.Directory, $"{inFile.Reference}.pem");
            string whole = File.ReadAllText(path);
            said.AddRange([
                $"{options}", $"{options.Files}", $"{options.Pkcs11}", $"{options.Pkcs11.Pin}", $"{files}", $"{token}", $"{open}",
                $"{inFile}", $"{inToken}", whole]);
            Assert.Empty(options.Validate());

            void OpenBoth()
            {
                Try(() => files.OpenAsync(inFile.Reference, inFile.PublicKey.CoseIdentifier, default).GetAwaiter().GetResult());
                using var again = new Pkcs11KeyStore(options.Pkcs11);
                Try(() => again.OpenAsync(inToken.Reference, inToken.PublicKey.CoseIdentifier, default).GetAwaiter().GetResult());
                said.AddRange([.. options.Validate(), files.ProbeAsync(default).Result ?? "", again.ProbeAsync(default).Result ?? ""]);
            }

            token.Dispose();
            foreach (string content in (string[])[wrong, $"{right}\n{wrong}", "", right[..3], new string('x', 5000) + right])
            {
                folder.Write("secret", content);
                OpenBoth();
            }

            folder.Write("secret", right);
            folder.Write($"keys/{inFile.Reference}.pem", whole[..(whole.Length / 2)]);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            OpenBoth();
        }

        Assert.InRange(said.Count, 30, 100);
        Assert.All(said, s =>
        {
            Assert.DoesNotContain($"Right-{seed.Get}", s, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain($"Wrong-{seed.Get}", s, StringComparison.OrdinalIgnoreCase);
        });
    }
}

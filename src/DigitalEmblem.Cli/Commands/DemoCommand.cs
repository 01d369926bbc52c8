using System.CommandLine;
using System.Globalization;
using System.Net;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem demo</c>: the whole life of an emblem in a temporary folder. It runs the same commands that it prints.</summary>
internal static class DemoCommand
{
    private static Sentence Description => $"""
        Makes an authority and an issuer in a new temporary folder, signs, endorses, bundles and verifies an emblem, and shows an altered
        copy being refused. Publishes it in a DNS server of its own on loopback and checks it there. Marks a folder of files, and shows a
        change being found. Prints each command, so that it can be repeated by hand. Speaks to nobody but itself.
        """;

    private const string Society = "https://society.example";
    private const string Ministry = "https://ministry.example";
    private const string Host = "www.society.example";
    private const string Passphrase = "demo";

    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", Speech.Text(Description));
        command.SetAction((_, _) => RunAsync(context));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        string folder = Directory.CreateTempSubdirectory("emblem-demo-").FullName;
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            return await RunAsync(context, new Steps(context), folder);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static async Task<int> RunAsync(CommandContext context, Steps steps, string folder)
    {
        Say(context, $"Everything happens in a new folder, which you may delete afterwards.");
        context.Print($"$ cd {folder}");
        context.Print($"$ export {KeyFiles.PassphraseVariable}={Passphrase}");

        Say(
            context,
            $"An organization has a root key, which it commits to in public, and an emblem key for daily use. "
                + $"An authority has a root key as well.");
        await steps.Run(0, "key", "new", "--alg", "ES512", "--out", "society-root.pem", "--public", "society-root.pub");
        await steps.Run(0, "key", "new", "--alg", "Ed25519", "--out", "society-emblem.pem", "--public", "society-emblem.pub");
        await steps.Run(0, "key", "new", "--alg", "ES384", "--out", "ministry-root.pem", "--public", "ministry-root.pub");

        Say(
            context, $"Where the commitments stand in Certificate Transparency. These two entries are made up: nothing stands in any log.");
        await steps.Write("society-log.json", LogEntry(1));
        await steps.Write("ministry-log.json", LogEntry(2));

        Say(
            context, $"The organization endorses its emblem key; the authority endorses the organization; the emblem key signs the "
                + $"emblem.");
        await steps.Run(
            0, "sign", "endorsement", "--key", "society-root.pem", "--issuer", Society, "--subject", Society, "--endorse",
            "society-emblem.pub", "--purpose", "protective", "--lifetime", "30d", "--log", "society-log.json", "--out", "society.cwt");
        await steps.Run(
            0, "sign", "endorsement", "--key", "ministry-root.pem", "--issuer", Ministry, "--subject", Society, "--endorse",
            "society-root.pub", "--may-endorse", "--purpose", "protective", "--lifetime", "365d", "--log", "ministry-log.json", "--out",
            "ministry.cwt");
        await steps.Run(
            0, "sign", "emblem", "--key", "society-emblem.pem", "--issuer", Society, "--asset", Host, "--purpose", "protective",
            "--lifetime", "24h", "--out", "emblem.cwt");
        await steps.Run(
            0, "bundle", "emblem.cwt", "society.cwt", "ministry.cwt", "society-emblem.pub", "society-root.pub", "ministry-root.pub",
            "--out", "bundle.cbor");

        Say(
            context, $"What does it show? Nobody has checked the commitments yet, and so the answer is that it could not be found out.");
        await steps.Run(3, "verify", "bundle.cbor", "--asset", Host);

        Say(context, $"Assume the commitments (here, where they are made up; a decision needs them checked), and say whom you trust.");
        await steps.Run(0, "verify", "bundle.cbor", "--asset", Host, "--assume-committed", "--trust-authority", Ministry);

        Say(context, $"The same emblem copied to another name marks nothing there.");
        await steps.Run(4, "verify", "bundle.cbor", "--asset", "www.weapons.example", "--assume-committed", "--trust-authority", Ministry);

        Say(context, $"One bit of the emblem is changed: in the signed bytes, so that its signature no longer verifies.");
        await steps.AlterAsync("bundle.cbor", "altered.cbor");
        await steps.Run(2, "verify", "altered.cbor", "--asset", Host, "--assume-committed", "--trust-authority", Ministry);

        Say(
            context, $"Publish it in DNS: these are the records for the zone. Here a small server of our own serves them on loopback.");
        await steps.Run(0, "records", "bundle.cbor", "--name", Host, "--format", "zone");
        AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        string address = server.EndPoint.ToString();
        await using (server)
        {
            PublishedRecords At(string name) =>
                PublishedRecords.For(UnverifiedTokens.Read(File.ReadAllBytes("bundle.cbor")), DomainName.Parse(name));
            server.Publish(At(Host));
            server.Publish(At("www.weapons.example"));
            context.Print(
                $"\n$ emblem dns serve {Host}=bundle.cbor www.weapons.example=bundle.cbor --listen {address} &");

            Say(context, $"Ask for the name; for one without an emblem; and for one at which someone published a copy.");
            await steps.Run(0, "check", Host, "--server", address, "--assume-committed", "--trust-authority", Ministry, "--explain");
            await steps.Run(1, "check", "mail.society.example", "--server", address);
            await steps.Run(4, "check", "www.weapons.example", "--server", address, "--assume-committed", "--trust-authority", Ministry);
        }

        Say(context, $"The server is stopped. That is no 'no': nobody could be asked.");
        context.Print($"\n$ kill %1");
        await steps.Run(3, "check", Host, "--server", address, "--assume-committed");

        await MarkDataAsync(context, steps);

        Say(context, steps.AsExpected
            ? Sentence.Of($"All of that was as it should be. Every command above can be repeated by hand; 'emblem inspect' shows what is "
                + $"in each file.")
            : $"Something was not as it should be: see the exit codes above.");
        return steps.AsExpected ? ExitCode.Done : 1;
    }

    private static async Task MarkDataAsync(CommandContext context, Steps steps)
    {
        Say(
            context,
            $"Mark a folder of files: with the emblem key, and the endorsements above it in one bundle. Anyone who finds it can check it, "
                + $"without a network.");
        context.Print($"$ mkdir records");
        Directory.CreateDirectory("records");
        await steps.Write("records/patients.csv", "name;ward");
        await steps.Run(
            0, "bundle", "society.cwt", "ministry.cwt", "society-emblem.pub", "society-root.pub", "ministry-root.pub", "--out",
            "endorsements.bundle");
        await steps.Run(
            0, "data", "mark", "records", "--with", "endorsements.bundle", "--key", "society-emblem.pem", "--issuer", Society, "--purpose",
            "protective", "--lifetime", "7d");
        await steps.Run(0, "data", "check", "records", "--assume-committed", "--trust-authority", Ministry);

        Say(context, $"One file is changed. The sign is as good as before, and the data are not those that it was made for.");
        await steps.Write("records/patients.csv", "name;bed");
        await steps.Run(4, "data", "check", "records", "--assume-committed", "--trust-authority", Ministry);
    }

    private static void Say(CommandContext context, Sentence text)
    {
        context.Say();
        context.Say($"# {text}");
    }

    private static string LogEntry(int number)
    {
        string id = Convert.ToBase64String(Enumerable.Repeat((byte)number, 32).ToArray());
        return $$"""[{"ver":"static","id":"{{id}}","index":{{number.ToString(CultureInfo.InvariantCulture)}}}]""";
    }

    /// <summary>Runs commands in this process and prints them as a person would type them.</summary>
    private sealed class Steps(CommandContext context)
    {
        private readonly CommandContext _context = new()
        {
            OpenInput = context.OpenInput,
            InputIsRedirected = false,
            Out = context.Out,
            Error = context.Out,
            Colour = context.Colour,
            Width = context.Width,
            Clock = context.Clock,
            Environment = name => name switch
            {
                KeyFiles.PassphraseVariable => Passphrase,
                "LC_ALL" => Speech.Language.Tag,
                _ => context.Environment(name),
            },
            ReadsConfiguration = false,
            Languages = context.Languages,
            AskSecret = _ => null,
        };

        public bool AsExpected { get; private set; } = true;

        public async Task Run(int expected, params string[] args)
        {
            context.Print($"\n$ emblem {string.Join(' ', args)}");
            int code = await EmblemCommand.RunAsync(args, _context);
            context.Say($"(exit code {code})");
            AsExpected &= code == expected;
        }

        public async Task Write(string name, string text)
        {
            await File.WriteAllTextAsync(name, text + "\n"); // as echo does
            context.Print($"$ echo '{text}' > {name}");
        }

        /// <summary>Copies a bundle with one bit of its first token, the emblem, changed: the last bit of the asset's name.</summary>
        public async Task AlterAsync(string from, string to)
        {
            byte[] bytes = await File.ReadAllBytesAsync(from);
            int at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Host)) + Host.Length - 1;
            byte before = bytes[at];
            bytes[at] ^= 1;
            await File.WriteAllBytesAsync(to, bytes);
            context.Print($"$ cp {from} {to}; printf '\\x{bytes[at]:x2}' | dd of={to} bs=1 seek={at} conv=notrunc    # was {before:x2}");
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.DataMarks;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>
/// <c>issuer data</c>: data that are marked by their root. What only reads goes to the database. What an officer decides goes to the
/// running service with that officer's API key: an operator's command decides nothing in the name of a person.
/// </summary>
internal static class DataCommand
{
    public static Command Create() =>
        new(
            "data",
            "Data that are marked by their root: lists them, gives out their signs, and carries an officer's acts to the service. In this "
                + "order: 'emblem data prepare' where the data are; here 'add', 'declare', 'mark' and 'sign'; 'emblem data attach' where "
                + "the data are. The root is all that the service knows of the data.")
        {
            List(), Sign(), Add(), Act("declare"), Act("mark"), Act("withdraw"),
        };

    private static Command List()
    {
        var state = new Option<AssetState?>("--state") { Description = "Only those that are Listed, Marked or Withdrawn." };
        Command command = new Command(
            "list", "Lists data: root, state, purposes, end of the sign in force, label, and why there is no sign. Reads the database.")
        {
            state,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            AssetState? only = parsed.GetValue(state);
            for (Guid after = Guid.Empty; ;)
            {
                var page = await store.ReadAsync(d => Page(d, after, only, cancellationToken));
                foreach ((MarkedData data, IssuedSign? sign) in page)
                {
                    await Console.Out.WriteLineAsync(PrintableLine.Of(Line(data, sign)));
                }

                if (page.Count == 0)
                {
                    return ExitCode.Done;
                }

                after = page[^1].Data.Id;
            }
        });
        return command;
    }

    private static Command Sign()
    {
        Argument<DataRoot> root = Root();
        var file = new Option<string?>("--out")
        {
            Description = "Where the sign goes; without it, standard output, if that is no terminal.",
            HelpName = "FILE",
        };
        Command command = new Command("sign", "Gives out the sign in force of a root, for 'emblem data attach'. Reads the database.")
        {
            root,
            file,
        }
            .WithSettings();
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && !Console.IsOutputRedirected)
            {
                result.AddError("A sign is bytes, and no text for a terminal: name a file with --out, or pipe it on.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? to = parsed.GetValue(file);
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            (byte[] bundle, IssuedSign sign) = await new SignsOfData(store, TimeProvider.System)
                .InForceAsync(parsed.GetValue(root)!, cancellationToken);
            if (to is not null)
            {
                await File.WriteAllBytesAsync(to, bundle, cancellationToken);
            }
            else
            {
                await using Stream output = Console.OpenStandardOutput();
                await output.WriteAsync(bundle, cancellationToken);
            }

            await Console.Error.WriteLineAsync($"The sign is valid until {sign.Expires:u}, beside every copy of the data.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Add()
    {
        Argument<DataRoot> root = Root();
        var purposes = new Option<Purposes>("--purpose")
        {
            Description = $"What the sign is to stand for, parted by commas: {string.Join(", ", PurposeNames.All)}.",
            HelpName = "PURPOSE,...",
            Required = true,
            CustomParser = PurposesOf,
        };
        var hours = new Option<int?>("--lifetime-hours")
        {
            Description = "How long signs last, in hours; as emblems by default (Issuing:EmblemLifetime).",
            HelpName = "HOURS",
        };
        var label = new Option<string?>("--label")
        {
            Description = "What people here call the data. It is in no sign, and the journal keeps it: no personal data.",
            HelpName = "TEXT",
        };
        var command = new Command("add", "Asks to mark data, by their root alone, as the officer whose key it is.")
        {
            root,
            purposes,
            hours,
            label,
        };
        return WithCaller(command, async (service, parsed, cancellationToken) =>
        {
            var body = new DataBody(
                parsed.GetValue(root)!.ToString(),
                parsed.GetValue(purposes),
                parsed.GetValue(hours) * 3600L,
                parsed.GetValue(label));
            JsonElement data = await service.PostAsync("data", JsonContent.Create(body, options: ServiceCall.Json), cancellationToken);
            await Console.Out.WriteLineAsync(
                $"{ServiceCall.Text(data, "root")} is {ServiceCall.Text(data, "state")}.{Next("add", data)}");
        });
    }

    private static Command Act(string act)
    {
        Argument<DataRoot> root = Root();
        var command = new Command(act, act switch
        {
            "declare" => "Declares that the data serve only what their sign stands for, as the officer whose key it is.",
            "mark" => "Marks the data, as the officer whose key it is: their sign is issued within seconds.",
            _ => "Withdraws the data, as the officer whose key it is, and says what that cannot do.",
        })
        {
            root,
        };
        return WithCaller(command, async (service, parsed, cancellationToken) =>
        {
            JsonElement answer = await service.PostAsync($"data/{parsed.GetValue(root)}/{act}", null, cancellationToken);
            JsonElement data = answer.TryGetProperty("data", out JsonElement inner) ? inner : answer;
            string note = ServiceCall.Text(answer, "note") is { Length: > 0 } text ? " " + text : Next(act, data);
            await Console.Out.WriteLineAsync($"{ServiceCall.Text(data, "root")} is {ServiceCall.Text(data, "state")}.{note}");
        });
    }

    // People who read only a state do not know whether the act did something, and what they do next.
    private static string Next(string act, JsonElement data) => (act, ServiceCall.Text(data, "state")) switch
    {
        ("add", nameof(AssetState.Listed)) => " An officer declares and marks it next: 'issuer data declare', 'issuer data mark'.",
        ("declare", nameof(AssetState.Listed)) =>
            $" It is declared until {ServiceCall.Text(data, "declaredUntil")}. An officer marks it next: 'issuer data mark'.",
        ("declare", _) => $" It is declared until {ServiceCall.Text(data, "declaredUntil")}.",
        ("mark", _) => " Its sign is made within seconds: 'issuer data sign' gives it out.",
        _ => "",
    };

    private static Command WithCaller(Command command, Func<ServiceCall, ParseResult, CancellationToken, Task> call)
    {
        var key = new Option<string>("--api-key")
        {
            Description = "A file with the officer's API key on its first line, which others cannot read.",
            HelpName = "FILE",
            Required = true,
        };
        var url = new Option<string?>("--url")
        {
            Description = "The service's address; that of Listen:Api by default. https, or http on this machine.",
            HelpName = "URL",
        };
        command.Options.Add(key);
        command.Options.Add(url);
        command.WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using ServiceCall service = ServiceCall.Open(parsed, parsed.GetValue(url), parsed.GetValue(key)!);
            await call(service, parsed, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<DataRoot> Root() => new("ROOT")
    {
        Description = "The root, as 'emblem data prepare' prints it: adem-data:1:…",
        CustomParser = result =>
        {
            if (DataRoot.TryParse(result.Tokens[0].Value, out DataRoot? root))
            {
                return root;
            }

            result.AddError($"'{PrintableLine.Of(result.Tokens[0].Value)}' is no root: adem-data:1: and 52 characters, as "
                + "'emblem data prepare' prints it.");
            return null!;
        },
    };

    private static Purposes PurposesOf(System.CommandLine.Parsing.ArgumentResult result)
    {
        var all = Purposes.None;
        foreach (string name in result.Tokens[0].Value.Split(','))
        {
            if (!PurposeNames.TryParse(name.Trim(), out Purposes purpose))
            {
                result.AddError($"'{PrintableLine.Of(name)}' is no purpose: {string.Join(", ", PurposeNames.All)}.");
                return Purposes.None;
            }

            all |= purpose;
        }

        return all;
    }

    private static async Task<List<(MarkedData Data, IssuedSign? Sign)>> Page(
        IssuerContext database, Guid after, AssetState? only, CancellationToken cancellationToken)
    {
        const int Size = 500;
        List<MarkedData> page = await DataByRoot.PageAsync(database, after, only, Size, cancellationToken);
        Dictionary<Guid, IssuedSign> signs = await DataByRoot.SignsAsync(database, page, cancellationToken);
        return page.ConvertAll(d => (d, d.EmblemId is { } id ? signs.GetValueOrDefault(id) : null));
    }

    private static string Line(MarkedData data, IssuedSign? sign)
    {
        string end = sign is null ? "no sign" : string.Create(CultureInfo.InvariantCulture, $"until {sign.Expires:u}");
        string label = data.Label.Length > 0 ? $"  \"{data.Label}\"" : "";
        string why = data.NotIssued is { } reason ? $"  not issued: {reason}" : "";
        return $"{data.Root}  {data.State}  {PurposeNames.Joined(data.Purposes)}  {end}{label}{why}";
    }
}

using System.CommandLine;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Stores;

/// <summary>The options that say where a store is.</summary>
internal sealed class StoreOptions
{
    /// <summary>What a path is where an object can be named too.</summary>
    public static Sentence PathDescription => $"A folder, a single file, or an object of a store (s3://BUCKET/KEY).";

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = Speech.Text(
            $"For s3://: the store, if it is not AWS; else AWS_ENDPOINT_URL. Credentials come from where the AWS tools have them "
            + $"(AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE), the region from AWS_REGION; without credentials, requests "
            + $"are not signed."),
        HelpName = "URL"
    };
    private readonly Option<bool> _plain = new("--plain-http")
    {
        Description = Speech.Text($"For s3://: permit an endpoint without TLS that is not on this machine. "
            + $"Anything between here and there can then read the data, and answer in its place.")
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_endpoint);
        command.Options.Add(_plain);
    }

    /// <summary>The option that says that an object's metadata are written.</summary>
    public static Option<bool> Pointer(Sentence description) => new("--set-metadata") { Description = Speech.Text(description) };

    /// <summary>Refuses the options where nothing of a store is named.</summary>
    /// <exception cref="UsageException">One of them is given.</exception>
    public void RefuseWithout(ParseResult parsed, Option<bool>? pointer = null)
    {
        if (parsed.GetValue(_endpoint) is not null || parsed.GetValue(_plain) || (pointer is not null && parsed.GetValue(pointer)))
        {
            throw new UsageException(pointer is null
                ? Sentence.Of($"--endpoint, --plain-http are for objects of a store: name one as s3://BUCKET/KEY.")
                : $"--endpoint, --plain-http and --set-metadata are for objects of a store: name one as s3://BUCKET/KEY.");
        }
    }

    /// <summary>Who learns what by a check of an object, a sentence.</summary>
    public Sentence Exposure(ParseResult parsed, CommandContext context)
    {
        Uri? endpoint = StoreSettings.Of(parsed.GetValue(_endpoint), parsed.GetValue(_plain), null, context).Endpoint;
        return endpoint is null
            ? Sentence.Of($"The store at AWS: which object was asked for, with which credentials, and when.")
            : $"The store {endpoint.Authority}: which object was asked for, with which credentials, and when.";
    }

    /// <summary>Opens a bucket. No request is sent yet.</summary>
    /// <exception cref="UsageException">An option or a setting of the environment is wrong.</exception>
    public ObjectStore Open(ParseResult parsed, string bucket, CommandContext context)
    {
        StoreCredentials credentials = StoreCredentials.Of(context);
        return new ObjectStore(
            bucket, StoreSettings.Of(parsed.GetValue(_endpoint), parsed.GetValue(_plain), credentials.Region, context), credentials);
    }
}

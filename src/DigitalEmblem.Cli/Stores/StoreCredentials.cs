using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// The credentials for a store, from the environment or a profile of the AWS tools. The services of a machine that give credentials over
/// the network (instance metadata, containers) are not asked, because looking at data must be silent.
/// </summary>
/// <param name="Keys">The keys; null if there are none.</param>
/// <param name="Region">The region that the profile names; null if it names none.</param>
internal sealed record StoreCredentials(AWSCredentials? Keys, string? Region)
{
    private const string UsualProfile = "default";

    /// <summary>Looks for credentials.</summary>
    /// <exception cref="UsageException">A profile was named, and there is none of that name, or it cannot be used.</exception>
    public static StoreCredentials Of(CommandContext context)
    {
        if (context.Environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } id
            && context.Environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret)
        {
            return context.Environment("AWS_SESSION_TOKEN") is { Length: > 0 } token
                ? new StoreCredentials(new SessionAWSCredentials(id, secret, token), null)
                : new StoreCredentials(new BasicAWSCredentials(id, secret), null);
        }

        string? named = context.Environment("AWS_PROFILE");
        string name = named is { Length: > 0 } ? named : UsualProfile;
        try
        {
            var chain = new CredentialProfileStoreChain(context.Environment("AWS_SHARED_CREDENTIALS_FILE"));
            return chain.TryGetProfile(name, out CredentialProfile profile)
                ? new StoreCredentials(KeysOf(profile, chain), profile.Region?.SystemName)
                : name != named ? new StoreCredentials(null, null)
                : throw new UsageException($"There is no profile '{named}' (AWS_PROFILE) in the files of the AWS tools.");
        }
        catch (Exception e) when (e is not UsageException and not OutOfMemoryException)
        {
            // What the SDK says may quote a line of the file, or what a program printed: a secret may stand there.
            throw new UsageException(
                $"The credentials of the profile '{name}' cannot be used: the files of the AWS tools are malformed, or the program that "
                    + $"they name failed. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another profile in AWS_PROFILE.");
        }
    }

    private static AWSCredentials? KeysOf(CredentialProfile profile, CredentialProfileStoreChain chain)
    {
        CredentialProfileOptions options = profile.Options;
        string?[] others =
        [
            options.RoleArn, options.SourceProfile, options.CredentialSource, options.SsoStartUrl, options.SsoSession,
            options.WebIdentityTokenFile
        ];
        return Array.Exists(others, o => !string.IsNullOrEmpty(o))
            ? throw new UsageException(
                $"The profile '{profile.Name}' gets its keys from a service, which is not asked here. Get them with 'aws configure "
                    + $"export-credentials --profile {profile.Name} --format env', and set them in the environment.")
            : !string.IsNullOrEmpty(options.AccessKey) || !string.IsNullOrEmpty(options.CredentialProcess)
                ? Read(profile.GetAWSCredentials(chain))
            : null;
    }

    // A program that gives the keys is run now, and not where what it prints would be taken for a store's words.
    private static AWSCredentials Read(AWSCredentials keys)
    {
        _ = keys.GetCredentials();
        return keys;
    }

    /// <summary>Writes no keys.</summary>
    public override string ToString() => Keys is null ? "no credentials" : "credentials";
}

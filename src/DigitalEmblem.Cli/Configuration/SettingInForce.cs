using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Configuration;

/// <summary>The values of a setting that count where no option says otherwise.</summary>
/// <param name="Values">The values; none if nothing is named.</param>
/// <param name="Source">Where they come from.</param>
internal sealed record SettingInForce(IReadOnlyList<string> Values, Sentence Source)
{
    /// <summary>What counts of a setting.</summary>
    public static SettingInForce Of(Setting setting, CommandContext context)
    {
        UserConfiguration configured = context.Configuration;
        if (setting == Setting.Language)
        {
            return OfLanguage(context);
        }

        if (configured.Of(setting) is { Count: > 0 } values)
        {
            return new SettingInForce(values, $"file");
        }

        Setting[] servers = [Setting.Server, Setting.Dot, Setting.Doh];
        return new SettingInForce(
            setting == Setting.Server && servers.All(s => configured.Of(s).Count == 0)
                    ? [.. DnsServer.OfSystem().Select(s => s.ToString())]
                : setting == Setting.LogList && UserFolder.LogList(context) is { } list && File.Exists(list) ? [list]
                : setting == Setting.Roots ? [Speech.Text($"the system's")]
                : [],
            $"default");
    }

    private static SettingInForce OfLanguage(CommandContext context)
    {
        string tag = Speech.Language.Tag;
        return context.LanguageOption is not null ? new SettingInForce([tag], $"option")
            : context.Configuration.Of(Setting.Language).Count > 0 ? new SettingInForce([tag], $"file")
            : LanguageChoice.VariableOf(context) is { } variable ? new SettingInForce([tag], $"environment, {variable}")
            : new SettingInForce([tag], $"default");
    }
}

using DigitalEmblem.Cli.Input;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Speaking;

/// <summary>
/// Which language a person is spoken to in. If one fails, a person reads a language that they did not choose, or a script that reads JSON
/// breaks with the language of the person who runs it.
/// </summary>
public sealed class LanguageChoiceTests : IDisposable
{
    private readonly Command _command = new() { Languages = Language.All };

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("fr_FR.UTF-8", "es", "ru", "fr")]
    [InlineData(null, "es_ES@euro", "ru", "es")]
    [InlineData("", "", "ar_EG.UTF-8", "ar")]
    [InlineData(null, null, "zh_CN", "zh")]
    [InlineData("C", "fr", "fr", "en")]
    [InlineData("de_DE.UTF-8", "fr", null, "en")]
    [InlineData(null, null, null, "en")]
    public void Environment_IsReadInTheOrderOfPosix(string? all, string? messages, string? lang, string expected)
    {
        foreach ((string name, string? value) in ((string, string?)[])[("LC_ALL", all), ("LC_MESSAGES", messages), ("LANG", lang)])
        {
            if (value is not null)
            {
                _command.Variables[name] = value;
            }
        }

        Assert.Equal(expected, LanguageChoice.OfEnvironment(_command.Context(TextWriter.Null, TextWriter.Null)).Tag);
    }

    [Theory]
    [InlineData("es", "check", "--language", "es")]
    [InlineData("es", "--language=es-MX", "check")]
    [InlineData("ru", "check", "a.example", "--language:RU")]
    [InlineData(null, "check", "--", "--language", "es")]
    [InlineData(null, "check", "--languages", "es")]
    [InlineData(null, "check", "--language")]
    public void Option_IsFoundWhereverItStands(string? expected, params string[] args) =>
        Assert.Equal(expected, LanguageChoice.OfOption(args, _command.Context(TextWriter.Null, TextWriter.Null))?.Tag);

    [Fact]
    public void Option_WinsOverTheEnvironment()
    {
        _command.Variables["LC_ALL"] = "ar";
        Assert.DoesNotContain('\u2068', _command.Run("key", "show", "absent", "--language", "en").Error);
        Assert.Contains('\u2068', _command.Run("key", "show", "absent").Error);
    }

    [Fact]
    public void Tag_ThatIsNotOffered_IsAMistakeThatNamesThoseThatAre()
    {
        (int code, string output, string error) = _command.Run("explain", "--language", "tlh");
        Assert.Equal(64, code);
        Assert.Empty(output);
        Assert.Equal("emblem: 'tlh' is no language of this program. --language takes one of: en, fr, es, ar, ru, zh.\n", error);
    }

    /// <summary>A language without texts would be English that says that it is not.</summary>
    [Fact]
    public void Languages_OnOffer_AreTheSix()
    {
        using var command = new Command();
        Assert.Equal(["en", "fr", "es", "ar", "ru", "zh"], command.Languages.Select(l => l.Tag));
        Assert.Equal(64, command.Run("explain", "--language", "de").Code);
    }

    [Fact]
    public void Option_WithoutAValue_IsAMistake()
    {
        (int code, _, string error) = _command.Run("explain", "--language");
        Assert.Equal(64, code);
        Assert.StartsWith("emblem: --language needs a value: --language TAG.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_OfEveryCommand_IsTheSame() =>
        Assert.Equal(_command.Run("explain", "protective"), _command.Run("--language", "en", "explain", "protective"));

    /// <summary>Programs read these, whatever the person who runs them reads.</summary>
    [Theory]
    [InlineData("explain", "protective", "--output", "json")]
    [InlineData("verify", "@tokens", "--assume-committed", "--output", "json")]
    [InlineData("verify", "@tokens", "@tokens", "--output", "json")]
    [InlineData("inspect", "@tokens", "--output", "json")]
    [InlineData("key", "id", "@key.pub", "--output", "json")]
    [InlineData("key", "show", "@key.pub", "--format", "jwk")]
    [InlineData("data", "check", "@", "--output", "json")]
    [InlineData("data", "find", "@", "--output", "json")]
    public void Json_IsTheSameInEveryLanguage(params string[] args)
    {
        _command.Write("tokens", "no token");
        Assert.Equal(0, _command.Run("key", "new", "--alg", "ES256", "--out", "@key.pem", "--public", "@key.pub").Code);
        string[] exact = [.. args.Select(a => a.StartsWith('@') ? _command.PathOf(a[1..]) : a)];
        (int code, string output, _) = _command.Run(exact);
        Assert.NotEmpty(output);
        foreach (Language language in Language.All)
        {
            _command.Variables["LANG"] = $"{language.Tag}.UTF-8";
            (int otherCode, string otherOutput, _) = _command.Run(exact);
            Assert.Equal((code, output), (otherCode, otherOutput));
        }
    }
}

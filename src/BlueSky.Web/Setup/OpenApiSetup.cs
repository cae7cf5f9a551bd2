using System.Text.Json.Nodes;
using BlueSky.Access;
using BlueSky.Sources;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace BlueSky.Web;

/// <summary>The OpenAPI document: what the endpoints' metadata say, in the words of that standard.</summary>
internal static class OpenApiSetup
{
    private const string HeaderScheme = "apiKey", BasicScheme = "basic";

    public static void AddBlueSkyOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            AddQuery(operation, metadata);
            AddSecurity(operation, metadata, context.Document);
            AddProblems(operation, context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "", metadata);
            OpenApiExamples.AddTo(operation);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Mend(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "蓝天 BlueSky",
            Version = "v1",
            Description = "Sources, readings, violations, towns, devices and ingestion. Times: ISO 8601; without an offset they are China "
                + "time, answers always have +08:00; an hourly value is labelled by the END of its hour. Unknown members and unknown "
                + "query parameters are errors. Problems are RFC 9457 with a stable `reason` and `errors` that name fields. "
                + "时间为 ISO 8601，不写时区即北京时间；小时值以结束时刻标注。",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [HeaderScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKey.Header, Description = "bsk_ID_SECRET",
            },
            [BasicScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Any user name, the key as password; for browsers.",
            },
        };
    }

    private static void AddQuery(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(q => q.All))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = new OpenApiSchema
                {
                    Type = parameter.Form switch
                    {
                        "integer" => JsonSchemaType.Integer,
                        "boolean" => JsonSchemaType.Boolean,
                        _ => JsonSchemaType.String,
                    },
                    Format = parameter.Form == "date-time" ? "date-time" : null,
                    Enum = parameter.Words.Count > 0 ? Words(parameter.Words) : null,
                },
            });
            if (parameter.Name == "format" && operation.Responses?["200"] is OpenApiResponse ok)
            {
                ok.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
                ok.Content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }

    private static void AddSecurity(OpenApiOperation operation, IList<object> metadata, OpenApiDocument? document)
    {
        if (metadata.OfType<IAllowAnonymous>().Any() || metadata.OfType<RequiredScope>().LastOrDefault() is not { } needed) return;
        operation.Security = [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BasicScheme, document)] = [] },
        ];
        operation.Description = $"{operation.Description} Scope: {Json.Word(needed.Scope)}.".TrimStart();
    }

    private static void AddProblems(OpenApiOperation operation, string method, string path, IList<object> metadata)
    {
        if (!metadata.OfType<RequiredScope>().Any()) return;
        Add("401", "No valid key. 需要密钥");
        Add("403", "The key lacks the scope. 权限不足");
        Add("422", "Fields or rules; `errors` names them. 请求无效");
        Add("429", "Too many requests or failed sign-ins; see Retry-After. 请求过多");
        Add("503", "Cluster or store not available, outcome unknown; see Retry-After. 暂不可用");
        if (path.Contains('{', StringComparison.Ordinal)) Add("404", "There is no such entry. 未找到");
        if (operation.RequestBody is not null)
        {
            Add("400", "The body is no JSON. 无法读取");
            Add("413", "The body is too large. 过大");
            Add("415", "The body is not application/json. 内容类型");
        }

        if (method is "PUT" or "POST") Add("409", "The present state forbids it. 冲突");

        void Add(string status, string description)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new() { Schema = ProblemSchema() },
                },
            });
        }
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["reason"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["field"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["reason"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        },
    };

    // Types with converters of ours are unknown to the schema exporter.
    private static void Mend(OpenApiSchema schema, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }
        else if (plain == typeof(Assessment.Period))
        {
            schema.Type = JsonSchemaType.String;
            schema.Description = "2021-08-05, 2021-W31, 2021-08, 2021-Q3, 2021-H2, 2021 or 2021-08-01..2021-08-15";
        }
        else if (plain == typeof(Scopes)) AsList(schema, Json.Words<Scopes>());
        else if (plain == typeof(Quality)) AsList(schema, Json.Words<Quality>());
    }

    private static void AsList(OpenApiSchema schema, IReadOnlyList<string> words)
    {
        schema.Type = JsonSchemaType.Array;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = Words(words) };
    }

    private static List<JsonNode> Words(IReadOnlyList<string> words) => [.. words.Select(w => (JsonNode)JsonValue.Create(w)!)];
}
